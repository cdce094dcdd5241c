import type { Statement } from '@arna/database'

/**
 * One statement: the claims, the records of those who got theirs, their payloads, and the batch that chains them. The
 * database hashes, since only it knows which claims were free.
 */
export const insertBatch: Statement = {
  name: 'arna-journal-batch',
  text: `
  with claim as (
    select * from json_to_recordset($6::json) as c (session_id uuid, digest text, sender_id text, keeps float8, deadline float8)
  ), claimed as (
    insert into admission (session_id, digest, sender_id, admitted_at, expires_at, deadline)
    select session_id, decode(digest, 'hex'), sender_id, now(), now() + make_interval(secs => keeps), now() + make_interval(secs => deadline)
    from claim order by digest
    on conflict (digest) do update set session_id = excluded.session_id, sender_id = excluded.sender_id,
      admitted_at = excluded.admitted_at, expires_at = excluded.expires_at, deadline = excluded.deadline, settled = false
    where admission.settled and admission.expires_at <= now()
    returning session_id
  ), released as (
    update admission set settled = true, expires_at = now()
    where session_id in (
      select session_id from admission where session_id = any ($7::uuid[]) order by digest for update)
  ), asked as materialized (
    select * from rows from (json_to_recordset($8::json) as (
      kind text, instance text, session_id uuid, message_id text, sender_id text, service_id text, certificate text,
      registry bigint, digest text, bytes bigint, stage text, fault_code text, detail text, repeat_of uuid, waiver text,
      http_status integer, remote_address text, stage_times json, payloads json)) with ordinality
  ), written as materialized (
    select * from asked
    where not exists (select from claim where claim.session_id = asked.session_id)
       or exists (select from claimed where claimed.session_id = asked.session_id)
  ), message as (
    insert into journal_message (at, writer, batch, position, kind, instance, session_id, message_id, sender_id, service_id,
      certificate, registry, digest, bytes, stage, fault_code, detail, repeat_of, waiver, http_status, remote_address,
      stage_times, payloads)
    select $3::timestamptz, $1::uuid, $2::bigint, length($10::bytea) / 32 + row_number() over (order by ordinality), kind, instance, session_id, message_id,
      sender_id, service_id, certificate, registry, digest, bytes, stage, fault_code, detail, repeat_of, waiver, http_status,
      remote_address, stage_times, payloads
    from written
  ), event as (
    insert into journal_event (at, writer, batch, position, event, instance, actor, detail, data)
    select $3::timestamptz, $1::uuid, $2::bigint, ordinality, event, instance, actor, detail, data
    from rows from (json_to_recordset($9::json) as (event text, instance text, actor text, detail text, data json)) with ordinality
  ), payload as (
    insert into journal_payload (at, session_id, direction, piece, key_id, opener, view, cut)
    select $3::timestamptz, session_id, direction, piece, key_id, opener, substring($13::bytea from start + 1 for view_length),
           substring($13::bytea from start + view_length + 1 for cut_length)
    from json_to_recordset($12::json) as (session_id uuid, direction text, piece integer, key_id text, opener uuid,
      start integer, view_length integer, cut_length integer)
    where session_id in (select session_id from written)
  ), chain as (
    select $10::bytea || coalesce(string_agg(substring($11::bytea from (ordinality - 1)::integer * 32 + 1 for 32), ''::bytea
                                             order by ordinality), ''::bytea) as digests
    from written
  ), batch as (
    insert into journal_batch (writer, number, at, previous, hash, digests)
    select $1::uuid, $2::bigint, $3::timestamptz, $4::bytea, sha256($5::bytea || digests), digests from chain where digests <> ''
    returning hash
  )
  select (select hash from batch) as hash, (select json_agg(session_id) from claimed) as claimed`,
}
