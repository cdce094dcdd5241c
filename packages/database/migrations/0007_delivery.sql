-- The asynchronous channel: messages that were acknowledged, and what is still to be handed over. docs/protocol/delivery.md has
-- the states and their moves, docs/decisions/0025 why it has this shape.

-- Ids of messages, chains and notifications: parties store them as numbers.
-- A process takes a hundred at a time.
create sequence delivery_number increment by 100;

-- Whose messages wait in one line: the receiver's, of one connection (its calling system and its service). Notifications of a
-- status have lines of their own.
create table delivery_queue (
  id             integer generated always as identity primary key,
  contour        text not null,
  kind           text not null check (kind in ('message', 'status')),
  receiver_id    text not null,
  initiator_id   text not null,
  service_id     text not null,
  hastened_at    timestamptz,                -- an operator says: try now, also a receiver that was down
  unique (contour, receiver_id, initiator_id, service_id, kind)
);

-- What a REQUEST opened: who may say something in it, and the last message to each side.
create table delivery_chain (
  id             bigint primary key,         -- correlationId
  contour        text not null,
  initiator_id   text not null,
  provider_id    text not null,
  service_id     text not null,
  opened_at      timestamptz not null default now(),
  last_to_provider  bigint,
  last_to_initiator bigint
);
create index delivery_chain_opened on delivery_chain (opened_at);

-- A message from its acknowledgement until some time after its end. No payload.
create table delivery_message (
  id             bigint primary key,         -- messageId
  chain          bigint not null,
  contour        text not null,
  session_id     uuid not null,              -- of the exchange that accepted it; its first answer is in the journal
  digest         bytea not null unique,      -- of the signed bytes: the same ones are stored once
  type           text not null,
  sender_id      text not null,
  receiver_id    text not null,
  service_id     text not null,
  route_id       text,
  accepted_at    timestamptz not null default now(),
  state          text not null default 'ON_DELIVERY'
                 check (state in ('ON_DELIVERY', 'DELIVERED', 'NOT_DELIVERED', 'DELIVERY_STOPPED')),
  status         text,                       -- of its end: a word of the dictionary of statuses and faults
  detail         text,
  error          json,                       -- what the receiver said: ErrorInfo
  ended_at       timestamptz
) with (fillfactor = 80);
create index delivery_message_chain on delivery_message (chain);
create index delivery_message_ended on delivery_message (ended_at) where ended_at is not null;

-- What is still to be done: a message that its receiver does not have, or a status that its sender does not know.
create table delivery (
  id             bigint primary key,         -- messageId, or notificationId
  queue          integer not null,
  about          bigint not null,            -- the message
  since          timestamptz not null default now(),
  due_at         timestamptz not null default now(),
  expires_at     timestamptz not null,
  leased_until   timestamptz,                -- somebody has it until then
  worker         uuid,                       -- the process that hands it over; null: the receiver has fetched it
  behind         bigint,                     -- the message of its chain that must end first
  attempts       integer not null default 0,
  status         text,                       -- why the last attempt failed, or 'handed-over'
  detail         text,
  status_at      timestamptz
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
        autovacuum_analyze_scale_factor = 0.05);
create index delivery_due on delivery (queue, due_at, id) where leased_until is null and behind is null;
create index delivery_leased on delivery (leased_until) where leased_until is not null;
create index delivery_behind on delivery (behind) where behind is not null;
create index delivery_expiry on delivery (expires_at);
create index delivery_about on delivery (about);

-- messageInfo and messageData as the receiver gets them, encrypted. Beside the row that moves: it would be written again each time.
create table delivery_content (
  id             bigint primary key,
  key_id         text not null,
  opener         uuid not null,
  bytes          bytea not null              -- nonce, ciphertext, tag
);
alter table delivery_content alter column bytes set storage external;

-- What one message or notification does, as a member of the array that `delivery_move` gets.
create type delivery_asked as (
  session_id     uuid,
  move           text,                       -- accept, end, retry, hasten, hand-over, readdress, told
  id             bigint,
  chain          bigint,
  -- accept
  contour        text,
  digest         text,
  type           text,
  opens          boolean,
  sender_id      text,
  receiver_id    text,
  initiator_id   text,
  provider_id    text,                       -- readdress: whoever gets what waits for `receiver_id`
  service_id     text,
  route_id       text,
  expiry         float8,                     -- seconds, as all times here
  key_id         text,
  opener         uuid,
  start          integer,
  length         integer,
  -- accept, readdress, and what is to be told of an end
  queue          integer,
  worker         uuid,                       -- accept: whoever hands it over at once; retry, hand-over, told: who has it
  lease          float8,
  -- end
  state          text,
  status         text,
  detail         text,
  error          json,
  notification   bigint,
  -- retry, hand-over: of the worker that has it
  attempt        integer,
  -- retry
  delay          float8
);

-- What goes along with records of the journal, in their transaction. Gives the sessions that got what they asked for, with a
-- note: 'behind' for a message that waits for another one of its chain; for an end the number of the line in which others may go on;
-- for a chain that was readdressed the messages that go along with it.
create function delivery_move(moves json, contents bytea) returns table (session_id uuid, note text)
-- All of it looks up a few rows. Plans are kept, and one made for an empty table would read a full one from end to end.
language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
declare
  asked delivery_asked[];
  one delivery_asked;
  before bigint;
  kinds text[];
begin
  select array_agg(a), array_agg(distinct a.move) into asked, kinds
  from json_populate_recordset(null::delivery_asked, moves) as a;

  -- Whoever changes the order of a chain has it alone; always in the same order, so that nobody waits in a ring.
  perform 1 from delivery_chain
  where id in (select a.chain from unnest(asked) as a where a.move in ('end', 'readdress') or (a.move = 'accept' and not a.opens))
  order by id for update;
  -- Likewise the deliveries themselves.
  perform 1 from delivery where id in (select a.id from unnest(asked) as a where a.move <> 'accept')
  order by id for update;

  if 'accept' = any (kinds) then
    return query
    with accepted as (
      insert into delivery_message (id, chain, contour, session_id, digest, type, sender_id, receiver_id, service_id, route_id)
      select a.id, a.chain, a.contour, a.session_id, decode(a.digest, 'hex'), a.type, a.sender_id, a.receiver_id, a.service_id, a.route_id
      from unnest(asked) as a
      where a.move = 'accept' and (a.opens or exists (
        -- Its provider may have become another one since it was looked up.
        select from delivery_chain c where c.id = a.chain and c.provider_id = a.provider_id))
      order by a.digest
      on conflict (digest) do nothing
      returning id),
    granted as (select a.* from unnest(asked) as a join accepted using (id)),
    opened as (
      insert into delivery_chain (id, contour, initiator_id, provider_id, service_id, last_to_provider)
      select chain, contour, initiator_id, provider_id, service_id, id from granted where opens),
    content as (
      insert into delivery_content (id, key_id, opener, bytes)
      select id, key_id, opener, substring(contents from start + 1 for length) from granted),
    delivering as (
      insert into delivery (id, queue, about, expires_at, leased_until, worker, attempts)
      select id, queue, id, now() + make_interval(secs => expiry), now() + make_interval(secs => lease), worker,
        case when worker is null then 0 else 1 end
      from granted where opens)
    select granted.session_id, null::text from granted where opens;

    for one in
      select a.* from unnest(asked) as a join delivery_message m on m.id = a.id and m.session_id = a.session_id
      where a.move = 'accept' and not a.opens order by a.id
    loop
      select case when one.receiver_id = provider_id then last_to_provider else last_to_initiator end into before
      from delivery_chain where id = one.chain;
      if not exists (select from delivery where id = before) then before := null; end if;
      insert into delivery (id, queue, about, expires_at, leased_until, worker, attempts, behind)
      values (one.id, one.queue, one.id, now() + make_interval(secs => one.expiry),
              case when before is null then now() + make_interval(secs => one.lease) end,
              case when before is null then one.worker end,
              case when before is null and one.worker is not null then 1 else 0 end, before);
      update delivery_chain set
        last_to_provider = case when one.receiver_id = provider_id then one.id else last_to_provider end,
        last_to_initiator = case when one.receiver_id = provider_id then last_to_initiator else one.id end
      where id = one.chain;
      session_id := one.session_id;
      note := case when before is not null then 'behind' end;
      return next;
    end loop;
  end if;

  if 'end' = any (kinds) then
    return query
    with recursive ended as (
      update delivery_message m
      set state = a.state, status = a.status, detail = a.detail, error = a.error, ended_at = now()
      from unnest(asked) as a
      where a.move = 'end' and m.id = a.id and m.state = 'ON_DELIVERY'
      returning a.*),
    followers as (select behind, queue from delivery where behind in (select id from ended)),
    gone as (delete from delivery where id in (select id from ended) returning id, behind),
    -- Who ends while it waits behind another one leaves that place to whoever is behind it.
    ahead as (
      select id, behind from gone
      union all
      select ahead.id, gone.behind from ahead join gone on gone.id = ahead.behind),
    place as (select id, behind from ahead where behind is null or behind not in (select id from gone)),
    lasts as (
      update delivery_chain c set
        last_to_provider = coalesce((select p.behind from place p where p.id = c.last_to_provider), c.last_to_provider),
        last_to_initiator = coalesce((select p.behind from place p where p.id = c.last_to_initiator), c.last_to_initiator)
      where c.id in (select e.chain from ended e join place p on p.id = e.id where p.behind is not null)),
    forgotten as (delete from delivery_content where id in (select id from ended)),
    freed as (
      update delivery d set behind = p.behind from place p
      where d.behind = p.id and d.id not in (select id from gone)),
    told as (
      insert into delivery (id, queue, about, expires_at, leased_until, worker, attempts)
      select notification, queue, id, now() + make_interval(secs => expiry), now() + make_interval(secs => lease), worker,
        case when worker is null then 0 else 1 end
      from ended where notification is not null)
    select ended.session_id, (select min(queue)::text from followers f where f.behind = ended.id) from ended;
  end if;

  if 'retry' = any (kinds) then
    -- Whoever is no worker (the receiver asks for it again) leaves it in the hands of the one that has it, and puts off nothing
    -- that waits already. Of several for one delivery the worker's counts.
    return query
    with valid as (
      select a.*, d.leased_until as held_until, d.worker as holder from unnest(asked) as a join delivery d on d.id = a.id
      where a.move = 'retry' and (a.worker is null or (d.worker = a.worker and d.attempts = a.attempt))),
    chosen as (select distinct on (id) * from valid order by id, worker nulls last),
    done as (
      update delivery d
      set leased_until = case when d.worker is not distinct from a.worker then null else d.leased_until end,
          worker = case when d.worker is not distinct from a.worker then null else d.worker end,
          due_at = case when a.worker is null and a.held_until is null then least(d.due_at, now() + make_interval(secs => a.delay))
            else now() + make_interval(secs => a.delay) end,
          status = a.status, detail = a.detail, status_at = now()
      from chosen as a where d.id = a.id
      returning d.id)
    select valid.session_id, null::text from valid where valid.id in (select id from done);
  end if;

  -- What a process has in hands is under way anyway.
  if 'hasten' = any (kinds) then
    return query
    update delivery d set leased_until = null, due_at = least(d.due_at, now())
    from unnest(asked) as a
    where a.move = 'hasten' and d.id = a.id and d.id in (
      select w.id from delivery w where w.id in (select b.id from unnest(asked) as b where b.move = 'hasten')
        and (w.leased_until is null or w.worker is null) for update skip locked)
    returning a.session_id, null::text;
  end if;

  if 'readdress' = any (kinds) then
    for one in select a.* from unnest(asked) as a where a.move = 'readdress' order by a.chain loop
      continue when not exists (select from delivery_chain c where c.id = one.chain and c.provider_id = one.receiver_id);
      -- All of a chain or nothing of it: what somebody has in hands would be left behind.
      continue when exists (
        select from delivery_message m join delivery d on d.id = m.id
        where m.chain = one.chain and m.receiver_id = one.receiver_id and d.id not in (
          select w.id from delivery_message n join delivery w on w.id = n.id
          where n.chain = one.chain and w.leased_until is null for update of w skip locked));
      with moved as (
        update delivery d
        set queue = one.queue, due_at = least(d.due_at, now()), attempts = 0, status = null, detail = null, status_at = null
        from delivery_message m
        where m.id = d.id and m.chain = one.chain and m.receiver_id = one.receiver_id
        returning d.id),
      named as (
        update delivery_message m set receiver_id = one.provider_id from moved where m.id = moved.id),
      owned as (update delivery_chain c set provider_id = one.provider_id where c.id = one.chain and exists (select from moved))
      select string_agg(id::text, ',' order by id) into note from moved;
      continue when note is null;
      session_id := one.session_id;
      return next;
    end loop;
  end if;

  if 'hand-over' = any (kinds) then
    return query
    update delivery d
    set leased_until = now() + make_interval(secs => a.lease), worker = null, status = 'handed-over', detail = null, status_at = now()
    from unnest(asked) as a
    where a.move = 'hand-over' and d.id = a.id and d.worker = a.worker and d.attempts = a.attempt
    returning a.session_id, null::text;
  end if;

  if 'told' = any (kinds) then
    return query
    delete from delivery d using unnest(asked) as a
    where a.move = 'told' and d.id = a.id
    returning a.session_id, null::text;
  end if;
end
$$;
