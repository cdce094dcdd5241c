import { expect, test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

test.each([
  ['mixed content', '<p>one <b>two</b> three<br/> four </p>'],
  ['an empty element in both forms', '<a/><b></b><c />'],
  ['a CDATA section', '<a><![CDATA[<b>&amp;]] >]]></a>'],
  ['comments', '<a><!-- one --><b/><!--two--></a>'],
  ['line ends of Windows', '<a>\r\n  <b>\r\n</b>\r</a>'],
  ['a written carriage return', '<a>one&#13;\n&#xD;two</a>'],
  ['Kazakh letters', '<қала аты="Өскемен">әғқңөұүһі ӘҒҚҢӨҰҮҺІ</қала>'],
  ['supplementary characters', '<a b="𝄞">😀 𠮷 &#x1F600;</a>'],
  ['white space in attributes', '<a b=" \tone\n two&#10;&#9; "  c = \'"\'/>'],
  ['attributes in an order of their own', '<a z="1" b="2" xmlns:y="urn:y" a="3" y:a="4"/>'],
  [
    'the default namespace declared and undeclared',
    '<a xmlns="urn:a"><b xmlns=""><c xmlns="urn:c"/></b></a>',
  ],
  ['attributes of xml:', '<a xml:lang="kk" xml:space="preserve"> <b xml:base="urn:b"/> </a>'],
  ['references', '<a b="&lt;&amp;&quot;&apos;">&gt;&lt;&amp;&#1178;&#x49A;</a>'],
  ['a prefix that is declared and never used', '<a xmlns:unused="urn:unused"/>'],
  [
    'prefixes of ours with other meanings',
    '<soap:a xmlns:soap="urn:1"><ns2:b xmlns:ns2="urn:2"/></soap:a>',
  ],
  ['text alone', 'просто текст'],
  ['nothing', ''],
])('%s', async (_what, payload) => {
  const text = forge(
    envelope({ body: sendMessage().replace(/<data>.*<\/data>/s, () => `<data>${payload}</data>`) }),
  )
  const { delivered, text: answer } = await accepts(text)
  expect(delivered).toContain(`<data>${payload}</data>`)
  expect(answer).toContain(`<data>${payload}</data>`)
})
