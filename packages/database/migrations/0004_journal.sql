-- The journal, chained and sealed. docs/decisions/0014 says why it has this shape; docs/operations/journal.md how it is run.
-- What release 0.1 journaled stays where it can be read; it was never part of a chain.
alter table journal rename to journal_0_1;
alter index journal_session rename to journal_0_1_session;
alter index journal_message rename to journal_0_1_message;
alter index journal_at rename to journal_0_1_at;

-- Records of messages. One batch has one `at` (the writer's time), so that it lies in one day and one partition as a whole.
create table journal_message (
  at             timestamptz not null,
  writer         uuid not null,
  batch          bigint not null,
  position       integer not null,           -- in the batch, from 1; its events come first
  kind           text not null check (kind in ('admitted', 'finished', 'refused', 'unknown')),
  instance       text not null,
  session_id     uuid not null,              -- of the gateway, version 7: the day can be told from it
  message_id     text,                       -- as the sender named it; unverified when `certificate` is null
  sender_id      text,
  service_id     text,
  certificate    text,                       -- SHA-256 of the sender's certificate, hex
  registry       bigint,                     -- number of the registry snapshot that was in force
  digest         text,                       -- SHA-256 of the bytes received (admitted, refused) or answered (finished), hex
  bytes          bigint,
  stage          text,                       -- the stage that refused
  fault_code     text,                       -- word of the fault dictionary
  detail         text,
  repeat_of      uuid,                       -- the session whose signed bytes these are
  waiver         text,                       -- the registry's reason for what was not required
  http_status    integer,
  remote_address text,
  stage_times    json not null,              -- [{"stage": "envelope", "ms": 0.12}, …]; json keeps the text that was hashed
  payloads       json not null               -- what is kept of its bytes: direction, pieces, digests
) partition by range (at);
create index journal_message_session on journal_message (session_id);
create index journal_message_message on journal_message (message_id) where message_id is not null;

-- Administration and security: start, stop, configuration, publication, login, key use, payload read, deletion, seal …
create table journal_event (
  at             timestamptz not null,
  writer         uuid not null,
  batch          bigint not null,
  position       integer not null,
  event          text not null,
  instance       text not null,
  actor          text,
  detail         text,
  data           json not null
) partition by range (at);
create index journal_event_word on journal_event (event);

-- The bytes of payloads, encrypted always: those of a flight together, a compartment for some 32 KB of them, cut into rows that
-- fill a page of the database. First the messages without their passwords, `view_length` bytes of it, then the passwords under
-- a key of their own.
create table journal_hold (
  at             timestamptz not null,
  writer         uuid not null,
  batch          bigint not null,
  compartment    integer not null,           -- from 0
  piece          integer not null,           -- of the compartment, from 0
  key_id         text not null,
  opener         uuid not null,              -- the open journal that made the nonces: keys are derived for each
  view_length    integer not null,
  bytes          bytea not null              -- twice nonce, ciphertext, tag
) partition by range (at);
alter table journal_hold alter column bytes set storage external;
create index journal_hold_batch on journal_hold (writer, batch, compartment);

-- A large payload, in pieces of its own. `view` is the message without its password, `cut` the password and its place.
create table journal_payload (
  at             timestamptz not null,
  session_id     uuid not null,
  direction      text not null check (direction in ('request', 'answer', 'reply')),
  piece          integer not null,
  key_id         text not null,
  opener         uuid not null,
  view           bytea not null,             -- nonce, ciphertext, tag
  cut            bytea
) partition by range (at);
alter table journal_payload alter column view set storage external, alter column cut set storage external;
create index journal_payload_session on journal_payload (session_id);

-- The chain: hash = SHA-256(header || digests), the header naming writer, number, previous, at and the hold. It outlives the
-- records.
create table journal_batch (
  writer         uuid not null,
  number         bigint not null check (number > 0),
  at             timestamptz not null,
  previous       bytea not null check (length(previous) = 32),
  hash           bytea not null check (length(hash) = 32),
  digests        bytea not null,             -- 32 bytes a record, by position
  hold_digest    bytea check (length(hold_digest) = 32),
  hold_pieces    integer,                    -- rows of journal_hold
  primary key (writer, number)
);
alter table journal_batch alter column digests set storage external;
create index journal_batch_at on journal_batch (at);

-- Once a minute: where all writers stand. Copies of the rows leave the database.
create table journal_seal (
  number         bigint primary key check (number > 0),
  at             timestamptz not null,
  heads          json not null,              -- [{"writer", "number", "hash"}, …] of those that wrote since the last seal
  previous       bytea not null check (length(previous) = 32),
  hash           bytea not null check (length(hash) = 32)
);

-- Ids of the keys that payloads were encrypted with; the check value tells a key from another one of the same name.
create table journal_key (
  id             text primary key,
  check_value    bytea not null,
  first_used_at  timestamptz not null default clock_timestamp()
);

-- The messages that may be repeated, or whose outcome is not known yet, over all processes. Small, and no part of the record.
create table admission (
  session_id     uuid primary key,
  digest         bytea unique,               -- of the signed bytes; null when the service has no window
  sender_id      text,
  admitted_at    timestamptz not null,
  expires_at     timestamptz not null,       -- from then on the same bytes are a new message
  deadline       timestamptz not null,       -- from then on a missing outcome is an unknown one
  settled        boolean not null default false
);
create index admission_deadline on admission (deadline) where not settled;
create index admission_expiry on admission (expires_at) where settled;

create table journal_message_default partition of journal_message default;
create table journal_event_default partition of journal_event default;
create table journal_hold_default partition of journal_hold default;
create table journal_payload_default partition of journal_payload default;

-- Row triggers are inherited by partitions, those for truncate are not.
do $$
declare name text;
begin
  foreach name in array array['journal_message', 'journal_event', 'journal_hold', 'journal_payload', 'journal_batch', 'journal_seal', 'journal_key'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function journal_is_append_only()',
                   name || '_append_only', name);
  end loop;
  foreach name in array array['journal_message', 'journal_event', 'journal_hold', 'journal_payload', 'journal_batch', 'journal_seal', 'journal_key',
                              'journal_message_default', 'journal_event_default', 'journal_hold_default',
                              'journal_payload_default'] loop
    execute format('create trigger %I before truncate on %I for each statement execute function journal_is_append_only()',
                   name || '_no_truncate', name);
  end loop;
end
$$;

-- Makes the partitions of a day (UTC). A day that has rows in the default partition already stays there.
create function journal_make_day(day date) returns void language plpgsql set lock_timeout = '2s' as $$
declare
  parent text;
  part text;
  strays boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('arna journal partitions', 0));
  foreach parent in array array['journal_message', 'journal_event', 'journal_hold', 'journal_payload'] loop
    part := parent || to_char(day, '_YYYYMMDD');
    if to_regclass(part) is not null then continue; end if;
    execute format('select exists (select from %I where at >= $1 and at < $2)', parent || '_default')
      into strays using day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC';
    if strays then continue; end if;
    -- A piece of a hold stays in its row: out of line it would be four rows and as many index entries.
    execute format('create table %I (like %I including all) with (toast_tuple_target = 8160)', part, parent);
    execute format('create trigger %I before truncate on %I for each statement execute function journal_is_append_only()',
                   part || '_no_truncate', part);
    -- Attaching holds up no insert into the other days.
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part,
                   day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
  end loop;
end
$$;
