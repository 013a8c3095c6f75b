import Testing

@Suite("A slip in what stands only once")
struct UniqueValueTests {
  @Test("is told once, at the place, with a mend that works", arguments: misuses)
  func misuse(_ misuse: Misuse) {
    misuse.check { line in
      """
      workflow: billing
      records:
        account: {fields: {name: text, opened: date?}}
        invoice:
          fields:
            account: account
            period: text
            tags: {list: text}
            key: {formula: lower(period)}
            owner: {formula: account.name}
            age: {formula: 'days_between(today, today)'}
            number: \(line.hasPrefix("{") || line.hasPrefix("text") ? line : "text")
          relations: {lines: {many: line, inline: true}}
          states: {status: [open, void]}
          \(line.hasPrefix("unique") ? line : "unique: [[account, period]]")
        line: {fields: {text: text}}

      """
    }
  }

  static let misuses = [
    Misuse(
      "one list of fields", "unique: [account, period]", "unique: [[account, period]]",
      code: "unique-values", marked: "[account, period]",
      message: "fields that are unique together stand in a list of their own",
      label: "write [[account, period]]"),
    Misuse(
      "one field", "unique: [[account]]", "unique: [[account, period]]", code: "unique-values",
      marked: "[account]",
      message: "'account' stands alone, and this is for several fields together",
      label: "write 'unique: true' at the field account, or name another one"),
    Misuse(
      "a field that is misspelt", "unique: [[acount, period]]", "unique: [[account, period]]",
      code: "unknown-field", marked: "acount", message: "invoice has no field 'acount'",
      label: "did you mean account?"),
    Misuse(
      "a field twice", "unique: [[account, period, account]]", "unique: [[account, period]]",
      code: "name-taken", marked: "account",
      message: "there is a field of the key 'account' already", label: "use another name"),
    Misuse(
      "a state", "unique: [[account, status]]", "unique: [{fields: [account, period], in: open}]",
      code: "unique-values", marked: "status",
      message: "'status' is a state, and only fields of invoice with one value are unique",
      label: "states stand under 'in'"),
    Misuse(
      "a set", "unique: [[account, lines]]", "unique: [[account, period]]",
      code: "unique-values", marked: "lines",
      message: "'lines' is a set, and only fields of invoice with one value are unique",
      label: "name a field"),
    Misuse(
      "a list", "unique: [[account, tags]]", "unique: [[account, key]]", code: "unique-values",
      marked: "tags",
      message: "'tags' is a list, and only fields of invoice with one value are unique",
      label: "name a field"),
    Misuse(
      "no fields", "unique: [{where: period != \"\"}]",
      "unique: [{fields: [account, period], where: period != \"\"}]", code: "missing-key",
      marked: "{where: period != \"\"}", message: "'unique' needs 'fields'"),
    Misuse(
      "a key that is misspelt", "unique: [{fields: [account, period], were: period != \"\"}]",
      "unique: [{fields: [account, period], where: period != \"\"}]", code: "unknown-key",
      marked: "were", message: "there is no key 'were' in 'unique'",
      label: "did you mean where?"),
    Misuse(
      "nothing after it", "unique:", "unique: [[account, period]]", code: "empty-key",
      marked: "unique", message: "'unique' has nothing after it",
      label: "write something after it, or take it out"),
    Misuse(
      "a condition on another record", "{type: text, unique: {where: account.name != \"\"}}",
      "{type: text, unique: {where: period != \"\"}}", code: "unique-values",
      marked: "account.name != \"\"",
      message: "'account.name != \"\"' reads more than the record's own fields",
      label: "use stored fields and states of invoice alone"),
    Misuse(
      "a condition on the time",
      "unique: [{fields: [account, period], where: '\"x\" + text(today) != period'}]",
      "unique: [{fields: [account, period], where: period != \"\"}]", code: "unique-values",
      marked: "'\"x\" + text(today) != period'",
      message: "'\"x\" + text(today) != period' reads more than the record's own fields",
      label: "use stored fields and states of invoice alone"),
    Misuse(
      "computed from another record", "unique: [[period, owner]]", "unique: [[period, key]]",
      code: "unique-values", marked: "owner",
      message: "'account.name' reads more than the record's own fields",
      label: "use stored fields and states of invoice alone"),
    Misuse(
      "computed with the time", "unique: [[period, age]]", "unique: [[period, key]]",
      code: "unique-values", marked: "age",
      message: "'days_between(today, today)' reads more than the record's own fields",
      label: "use stored fields and states of invoice alone"),
    Misuse(
      "a computed field with more", "{formula: lower(period), unique: true, default: x}",
      "{formula: lower(period), unique: true}", code: "misplaced-key", marked: "default",
      message: "'default' cannot stand beside 'formula'",
      label: "a computed field has nothing else but 'unique'"),
  ]
}
