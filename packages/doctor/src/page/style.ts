/** The one stylesheet of our pages: light and dark, from 320 px on. */
export const style = `
:root {
  --ink: #17242b; --soft: #51636d; --paper: #f5f7f7; --card: #fff; --line: #d8e0e2; --accent: #0b6e75;
  --accent-ink: #fff; --good: #176b3a; --good-paper: #e5f4ea; --bad: #a3262a; --bad-paper: #fcebea;
  --cause: #8a5300; --cause-paper: #fdf3e0; --code: #eef2f3; --tag: #0b6e75;
  --shadow: 0 1px 2px rgb(16 40 48 / 7%), 0 4px 14px rgb(16 40 48 / 5%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4ecee; --soft: #9fb2ba; --paper: #10181c; --card: #182328; --line: #2c3b42; --accent: #58c4cb;
    --accent-ink: #06282b; --good: #7fd6a0; --good-paper: #12301f; --bad: #ff9a97; --bad-paper: #3a1a1b;
    --cause: #f3bf6b; --cause-paper: #33260f; --code: #121b20; --tag: #6fd0d6; --shadow: none;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif;
}
.wide { width: 100%; max-width: 1180px; margin: 0 auto; padding: 0 24px; }
.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top .wide { display: flex; align-items: center; justify-content: space-between; gap: 16px; min-height: 60px; }
.brand { display: flex; align-items: center; gap: 10px; font-weight: 700; font-size: 19px; color: inherit; text-decoration: none; }
.mark { display: grid; place-items: center; width: 32px; height: 32px; border-radius: 8px; background: #0b6e75; color: #fff; font-size: 18px; }
.languages { display: flex; gap: 4px; font-size: 14.5px; }
.languages a, .languages strong { padding: 6px 10px; border-radius: 6px; text-decoration: none; color: var(--soft); font-weight: 500; }
.languages strong { background: var(--code); color: var(--ink); }
.languages a:hover { color: var(--accent); }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--card); padding: 8px 12px; z-index: 1; }
a { color: var(--accent); text-underline-offset: 3px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h1 { font-size: clamp(26px, 4vw, 36px); line-height: 1.2; margin: 40px 0 10px; letter-spacing: -.01em; text-wrap: balance; }
h2 { font-size: 21px; line-height: 1.3; margin: 0 0 14px; }
h3 { font-size: 16.5px; line-height: 1.4; margin: 0; }
p { margin: 0 0 10px; }
.lead { font-size: 17.5px; color: var(--soft); max-width: 70ch; margin-bottom: 28px; }
section, form.ask, .panel { margin: 0 0 36px; }
code, pre, textarea { font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'Noto Sans Mono', 'DejaVu Sans Mono', monospace; font-size: 13.5px; }
code { overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: 14px; padding-top: 20px; padding-bottom: 36px; border-top: 1px solid var(--line); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); padding: 20px; }
.grid { display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 265px), 1fr)); }
.grid form { display: flex; margin: 0; }
button { font: inherit; cursor: pointer; color: inherit; }
button[aria-busy] { opacity: .6; cursor: progress; }
.message { display: flex; flex-direction: column; gap: 5px; width: 100%; text-align: left; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; box-shadow: var(--shadow); transition: border-color .12s, transform .12s; }
.message:hover { border-color: var(--accent); transform: translateY(-1px); }
.message b { font-size: 16px; line-height: 1.35; }
.message span { color: var(--soft); font-size: 14.5px; line-height: 1.45; }
.message.good { border-left: 5px solid var(--good); }
.message.broken { border-left: 5px solid var(--bad); }
.primary { background: var(--accent); color: var(--accent-ink); border: 0; border-radius: 8px; padding: 11px 20px; font-weight: 600; }
.primary:hover { filter: brightness(1.08); }
.ask { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px; box-shadow: var(--shadow); }
.ask > label { display: block; font-weight: 600; margin-bottom: 6px; }
textarea { width: 100%; resize: vertical; padding: 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--code); color: inherit; line-height: 1.5; }
.row { display: flex; flex-wrap: wrap; gap: 14px; align-items: center; justify-content: space-between; margin-top: 12px; }
.file { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; min-width: 0; max-width: 100%; }
.file input { max-width: 100%; font: inherit; font-size: 14.5px; }
p.hint { color: var(--soft); font-size: 14px; margin: 10px 0 0; }
p.problem { background: var(--bad-paper); color: var(--bad); border-radius: 8px; padding: 10px 14px; font-weight: 600; }
table { border-collapse: collapse; width: 100%; font-size: 15px; }
td, th { text-align: left; padding: 9px 14px 9px 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
tr:last-child td, tr:last-child th { border-bottom: 0; }
td a + a { margin-left: 14px; }
.ports th { white-space: nowrap; font-weight: 600; }
.columns { display: grid; gap: 28px; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); align-items: start; }
.columns > * { min-width: 0; }
.single { margin-top: 26px; }
p.verdict { font-size: 16.5px; font-weight: 600; border-radius: 10px; padding: 13px 16px; margin-bottom: 14px; }
p.verdict.good { background: var(--good-paper); color: var(--good); }
p.verdict.bad { background: var(--bad-paper); color: var(--bad); }
p.verdict .where { display: block; font-weight: 400; font-size: 14.5px; margin-top: 3px; }
.findings { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
.finding { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--soft); border-radius: 10px; padding: 14px 18px; overflow-wrap: anywhere; }
.finding.verdict, .finding.problem { border-left-color: var(--bad); }
.finding.cause { border-left-color: var(--cause); background: var(--cause-paper); }
.finding p { font-size: 15px; margin: 6px 0 0; }
.finding .kind { font-size: 12.5px; letter-spacing: .04em; text-transform: uppercase; color: var(--soft); margin: 0 0 2px; font-weight: 600; }
.finding.cause .kind { color: var(--cause); }
.finding.verdict .kind, .finding.problem .kind { color: var(--bad); }
.finding .remedy { margin-top: 8px; }
.difference { margin: 10px 0 0; }
.difference figcaption { font-size: 14px; color: var(--soft); }
.difference dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); margin: 6px 0 0; border-radius: 8px; background: var(--code); padding: 8px 12px; gap: 4px 12px; }
.difference dt { font-size: 13.5px; color: var(--soft); }
.difference dd { margin: 0; }
.difference code { white-space: pre-wrap; }
ins, del { text-decoration: none; border-radius: 3px; padding: 1px 2px; }
ins { background: var(--good-paper); color: var(--good); }
del { background: var(--bad-paper); color: var(--bad); }
.left-out { margin-top: 16px; color: var(--soft); font-size: 14.5px; }
.left-out h3 { font-size: 14.5px; }
.left-out ul { margin: 6px 0 0; padding-left: 20px; }
pre { margin: 0; background: var(--code); border: 1px solid var(--line); border-radius: 10px; padding: 14px; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; max-height: 420px; overflow: auto; }
pre .tag { color: var(--tag); }
.answer { border-left: 5px solid var(--bad); }
.answer.good { border-left-color: var(--good); }
.answer dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 6px 16px; margin: 0; font-size: 15px; }
.answer dt { color: var(--soft); }
.answer dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
details { margin-top: 12px; }
summary { cursor: pointer; color: var(--accent); font-size: 15px; padding: 4px 0; }
details pre { margin-top: 8px; }
.stages td { padding: 6px 14px 6px 0; border: 0; }
.stages .ms { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--soft); }
.stages .bar { width: 55%; }
meter { width: 100%; height: 12px; }
.stages .stopped { color: var(--bad); font-weight: 600; }
.meta { color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
.badge { display: inline-block; font-size: 14px; font-weight: 600; border-radius: 999px; padding: 3px 12px; vertical-align: middle; }
.badge.good { background: var(--good-paper); color: var(--good); }
.badge.bad { background: var(--bad-paper); color: var(--bad); }
.back { display: inline-block; margin: 26px 0 0; }
.back + h1 { margin-top: 10px; }
@media (max-width: 860px) {
  .columns { grid-template-columns: minmax(0, 1fr); gap: 24px; }
}
@media (max-width: 600px) {
  .wide { padding: 0 16px; }
  h1 { margin-top: 26px; }
  .languages a, .languages strong { padding: 8px 7px; }
  .ports tr { display: block; padding: 10px 0; border-bottom: 1px solid var(--line); }
  .ports tr:last-child { border-bottom: 0; }
  .ports td, .ports th { display: block; border: 0; padding: 2px 0; }
  .ask, .card { padding: 16px; }
  .primary { width: 100%; }
  .stages .bar { width: 40%; }
  .difference dl, .answer dl { grid-template-columns: minmax(0, 1fr); gap: 2px; }
  .difference dd, .answer dd { margin-bottom: 6px; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; scroll-behavior: auto !important; } }
`
