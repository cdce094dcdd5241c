-- The journal of a gateway (Rules of integration, paragraph 53, 3): every message leaves a trace, the refused ones too.
-- Append-only: the trigger below refuses UPDATE and DELETE, whoever asks. No payload and no password is stored here.
create table journal (
  id          bigint generated always as identity primary key,
  at          timestamptz not null default clock_timestamp(),
  instance    text not null,
  session_id  uuid not null,                 -- sessionId of the gateway: one per exchange
  kind        text not null check (kind in ('admitted', 'finished', 'refused')),
  message_id  text,                          -- as the sender named it; unverified when kind is 'refused'
  sender_id   text,                          -- claimed by the message; proved when kind is not 'refused'
  service_id  text,
  certificate text,                          -- SHA-256 of the sender's certificate, hex
  registry    bigint,                        -- number of the registry snapshot that was in force
  digest      text,                          -- SHA-256 of the bytes received (admitted, refused) or answered (finished), hex
  bytes       integer,
  stage       text,                          -- the stage that refused
  fault_code  text,                          -- word of the fault dictionary
  detail      text,
  stage_times jsonb not null default '[]'    -- [{"stage": "envelope", "ms": 0.12}, …]
);

create index journal_session on journal (session_id);
create index journal_message on journal (message_id) where message_id is not null;
create index journal_at on journal using brin (at);

create function journal_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only: % is refused', lower(tg_op);
end
$$;

create trigger journal_append_only before update or delete on journal
  for each row execute function journal_is_append_only();
create trigger journal_no_truncate before truncate on journal
  for each statement execute function journal_is_append_only();
