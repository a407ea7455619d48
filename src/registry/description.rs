//! The description of the schema: what holds for all of it, said once.

/// What a front-end developer should read first. It opens `schema.graphql`, and `__schema.description` answers it.
pub const DESCRIPTION: &str = "\
Sales steering: records of a sales force, and KPIs computed from them.

**Ids** are opaque, global and stable; `node(id)` finds any record. `externalId` and `sourceSystem` name a record in
another system.

**Access.** You see what your role, your teams or your token's scopes allow. A record outside that does not exist for
you: it is left out of lists, counts and totals, and asking for it by id answers NOT_FOUND.

**Nulls.** Every field that can fail is nullable, so an error never hides the rest of an answer: the field is null and
`errors` says why. A description says when a field is null for any other reason.

**Errors** carry `extensions.code`, one of `ErrorCode`. Faulty input of a mutation is no such error: the payload's
`errors` lists it by field, and its record is null.

**Mutations** are one action in one transaction. Update inputs leave omitted fields as they are and clear null ones. Send
the `version` you read to get CONFLICT instead of overwriting somebody else's change.

**Lists** are Relay connections: `first` and `after` page forwards, `totalCount` is computed only when asked for. A
cursor belongs to its list, filter, order and reader.

**Periods** are half-open: `from` is the first day, `to` the first day after. Days, months and years are those of the
organization's time zone. `Date` is a day and `DateTime` an instant in UTC.

**Money** is a decimal string with its currency; KPIs are in the organization's currency, at the exchange rate of the day
of each record. When a rate is missing the figure is null and `warnings` says so.

**KPIs** are computed over their whole subject. FORBIDDEN and SUPPRESSED protect the figures of individuals.
`kpiCatalog` lists every KPI with its formula, unit and dimensions, and `explain` shows how a figure came about.";
