import type { Statement } from '@arna/database'

/** What a flight carries; what it does not is not asked of PostgreSQL. */
export interface BatchKinds {
  readonly messages: boolean
  readonly events: boolean
  readonly claims: boolean
  readonly releases: boolean
  readonly hold: boolean
  readonly companions: boolean
}

/** Of the statement, by what it carries. */
export interface BatchValues {
  readonly writer: string
  readonly number: number
  readonly at: string
  readonly previous: Buffer
  readonly header: Buffer
  /** 32 bytes for each event, then for each message. */
  readonly digests: Buffer
  readonly messages?: string
  readonly events?: string
  readonly claims?: string
  /** Sessions. */
  readonly releases?: readonly string[]
  readonly holdKey?: string
  readonly holdOpener?: string
  readonly holdCompartments?: string
  readonly holdBytes?: Buffer
  readonly holdPieces?: number
  readonly holdPieceBytes?: number
  readonly holdDigest?: Buffer
  readonly companions?: string
  readonly companionBytes?: Buffer
}

type Name = keyof BatchValues

export interface InsertBatch {
  readonly statement: Statement
  /** In the order of `$1 …` */
  readonly parameters: readonly Name[]
}

const made = new Map<string, InsertBatch>()

/**
 * One statement: the claims and whatever goes along (by the database's function `companion`), the records of those who were
 * granted theirs, their payloads, and the batch that chains them. The database hashes, since only it knows who was granted.
 */
export function insertBatch(kinds: BatchKinds, companion?: string): InsertBatch {
  const name = `arna-journal-batch${Object.entries(kinds)
    .map(([kind, is]) => (is ? `-${kind}` : ''))
    .join('')}`
  const known = made.get(name)
  if (known !== undefined) return known
  const parameters: Name[] = []
  const value = (parameter: Name, type: string): string => {
    if (!parameters.includes(parameter)) parameters.push(parameter)
    return `$${parameters.indexOf(parameter) + 1}::${type}`
  }
  const statement = { name, text: textOf(kinds, value, companion) }
  made.set(name, { statement, parameters })
  return { statement, parameters }
}

function textOf(
  kinds: BatchKinds,
  value: (parameter: Name, type: string) => string,
  companion: string | undefined,
): string {
  const at = value('at', 'timestamptz')
  const writer = value('writer', 'uuid')
  const number = value('number', 'bigint')
  const digests = value('digests', 'bytea')
  const parts: string[] = []
  /** Of some records it depends whether they are written at all. */
  const depends = kinds.claims || kinds.companions

  if (kinds.claims) {
    parts.push(
      `claim as (
        select * from json_to_recordset(${value('claims', 'json')})
          as c (session_id uuid, digest text, sender_id text, keeps float8, deadline float8))`,
      `claimed as (
        insert into admission (session_id, digest, sender_id, admitted_at, expires_at, deadline)
        select session_id, decode(digest, 'hex'), sender_id, now(), now() + make_interval(secs => keeps), now() + make_interval(secs => deadline)
        from claim order by digest
        on conflict (digest) do update set session_id = excluded.session_id, sender_id = excluded.sender_id,
          admitted_at = excluded.admitted_at, expires_at = excluded.expires_at, deadline = excluded.deadline, settled = false
        where admission.settled and admission.expires_at <= now()
        returning session_id)`,
    )
  }
  if (kinds.companions) {
    if (companion === undefined) throw new TypeError('nobody says what goes along with a record')
    const moves = value('companions', 'json')
    parts.push(
      `move as (select * from json_to_recordset(${moves}) as c (session_id uuid))`,
      `moved as materialized (select * from ${companion}(${moves}, ${value('companionBytes', 'bytea')}))`,
    )
  }
  if (depends) {
    const either = (claimed: string, moved: string): string =>
      [...(kinds.claims ? [claimed] : []), ...(kinds.companions ? [moved] : [])].join(' union all ')
    parts.push(
      `dependent as (${either('select session_id from claim', 'select session_id from move')})`,
      `granted as (${either('select session_id from claimed', 'select session_id from moved')})`,
    )
  }
  if (kinds.releases) {
    parts.push(`released as (
      update admission set settled = true, expires_at = now()
      where session_id in (
        select session_id from admission where session_id = any (${value('releases', 'uuid[]')}) order by digest for update))`)
  }
  if (kinds.messages) {
    const asked = `rows from (json_to_recordset(${value('messages', 'json')}) as (
          kind text, instance text, session_id uuid, message_id text, sender_id text, service_id text, certificate text,
          registry bigint, digest text, bytes bigint, stage text, fault_code text, detail text, repeat_of uuid, waiver text,
          http_status integer, remote_address text, stage_times json, payloads json)) with ordinality`
    if (depends) {
      parts.push(
        `asked as materialized (select * from ${asked})`,
        `written as materialized (
        select * from asked
        where not exists (select from dependent where dependent.session_id = asked.session_id)
           or exists (select from granted where granted.session_id = asked.session_id))`,
      )
    }
    const [from, place] = depends
      ? ['written', 'row_number() over (order by ordinality)']
      : [asked, 'ordinality']
    parts.push(`message as (
      insert into journal_message (at, writer, batch, position, kind, instance, session_id, message_id, sender_id, service_id,
        certificate, registry, digest, bytes, stage, fault_code, detail, repeat_of, waiver, http_status, remote_address,
        stage_times, payloads)
      select ${at}, ${writer}, ${number}, ${eventCount(kinds, value)} + ${place}, kind, instance, session_id, message_id,
        sender_id, service_id, certificate, registry, digest, bytes, stage, fault_code, detail, repeat_of, waiver, http_status,
        remote_address, stage_times, payloads
      from ${from})`)
  }
  if (kinds.events) {
    parts.push(`event as (
      insert into journal_event (at, writer, batch, position, event, instance, actor, detail, data)
      select ${at}, ${writer}, ${number}, ordinality, event, instance, actor, detail, data
      from rows from (json_to_recordset(${value('events', 'json')}) as (event text, instance text, actor text, detail text, data json))
        with ordinality)`)
  }
  parts.push(
    depends
      ? // Of the messages only those that were granted theirs; events come first and are all there.
        `chain as (
          select substring(${digests} for 32 * ${eventCount(kinds, value)})
              || coalesce(string_agg(substring(${digests} from 32 * (${eventCount(kinds, value)} + ordinality::integer - 1) + 1 for 32), ''::bytea
                                     order by ordinality), ''::bytea) as digests
          from written)`
      : `chain as (select ${digests} as digests)`,
    `batch as (
      insert into journal_batch (writer, number, at, previous, hash, digests, hold_digest, hold_pieces)
      select ${writer}, ${number}, ${at}, ${value('previous', 'bytea')}, sha256(${value('header', 'bytea')} || digests), digests,
        ${kinds.hold ? `${value('holdDigest', 'bytea')}, ${value('holdPieces', 'integer')}` : 'null, null'}
      from chain where digests <> ''
      returning hash)`,
  )
  if (kinds.hold) {
    const columns = `${at}, ${writer}, ${number}, compartment, piece, ${value('holdKey', 'text')}, ${value('holdOpener', 'uuid')}, view_length`
    const compartments = value('holdCompartments', 'json')
    const most = value('holdPieceBytes', 'integer')
    // The longest value last: the driver copies what it has whenever it needs more room.
    const bytes = value('holdBytes', 'bytea')
    parts.push(`hold as (
      insert into journal_hold (at, writer, batch, compartment, piece, key_id, opener, view_length, bytes)
      select ${columns}, substring(${bytes} from start + piece * ${most} + 1 for least(${most}, length - piece * ${most}))
      from json_to_recordset(${compartments}) as c (compartment integer, start integer, length integer, view_length integer)
        cross join generate_series(0, (length - 1) / ${most}) as piece ${depends ? 'where exists (select from batch)' : ''})`)
  }
  const claimed = kinds.claims ? '(select json_agg(session_id) from claimed)' : 'null::json'
  const moved = kinds.companions ? '(select json_agg(moved) from moved)' : 'null::json'
  return `with ${parts.join(',\n')}\nselect (select hash from batch) as hash, ${claimed} as claimed, ${moved} as moved`
}

const eventCount = (
  { events }: BatchKinds,
  value: (parameter: Name, type: string) => string,
): string => (events ? `json_array_length(${value('events', 'json')})` : '0')
