import Diagnostics
import Testing
import WorkflowEngine

@Suite("The migrate block")
struct MigrateSlipTests {
  @Test("a slip in it is told with its place and what to write", arguments: slips)
  func slip(_ slip: Slip) { slip.check() }

  static let slips = [
    Slip(
      "an unknown record type", file: "migrate: {acount: {was: customer}}", code: "unknown-type",
      marked: "acount", message: "there is no record type 'acount'",
      label: "did you mean account?"),
    Slip(
      "a former type that is still there", file: "migrate: {account: {was: service}}",
      code: "former-name", marked: "service",
      message: "'service' is still a record type, so it is no former name",
      label: "name one that the file no longer has"),
    Slip(
      "one former type for two",
      file: "migrate: {account: {was: customer}, service: {was: customer}}", code: "name-taken",
      marked: "customer", message: "'customer' has two meanings: a former record type and one more",
      label: "give one of them another name"),
    Slip(
      "a former name that is none", file: "migrate: {account: {was: Customer}}",
      code: "invalid-name", marked: "Customer",
      message: "'Customer' cannot be the name of a record type", label: "write customer"),
    Slip(
      "a field that does not exist", file: "migrate: {account: {fields: {title: nmae}}}",
      code: "unknown-field", marked: "nmae", message: "account has no field 'nmae'",
      label: "did you mean name?"),
    Slip(
      "a former field that is still there", file: "migrate: {account: {fields: {number: name}}}",
      code: "former-name", marked: "number",
      message: "'number' is still a member of account, so it is no former name",
      label: "name one that the file no longer has"),
    Slip(
      "a field that is dropped and still there",
      file: "migrate: {account: {fields: {number: null}}}", code: "former-name", marked: "number",
      message: "'number' is still a member of account, so 'null' would empty it in every record",
      label: "leave it out: its values stay"),
    Slip(
      "two former fields for one",
      file: "migrate: {account: {fields: {title: name, label: name}}}", code: "wrong-value",
      marked: "name", message: "'name' cannot take the place of two",
      label: "drop one of them with 'null'"),
    Slip(
      "a set as a field", file: "migrate: {account: {fields: {offers: services}}}",
      code: "not-settable", marked: "services",
      message: "'services' is computed and stores nothing", label: "name a stored field"),
    Slip(
      "a state that does not exist",
      file: "migrate: {account: {states: {status: {dormant: closd}}}}", code: "unknown-state",
      marked: "closd", message: "there is no state 'closd' in region 'status' of account",
      label: "did you mean closed?"),
    Slip(
      "a former state that is still there",
      file: "migrate: {account: {states: {status: {closed: active}}}}", code: "former-name",
      marked: "closed", message: "'closed' is still one of 'status', so it is no former name",
      label: "name one that the file no longer has"),
    Slip(
      "a region that does not exist",
      file: "migrate: {account: {states: {statos: {dormant: closed}}}}", code: "unknown-region",
      marked: "statos", message: "'statos' is no region or choice of account",
      label: "did you mean status?"),
    Slip(
      "a value that a choice does not have",
      file: "migrate: {service: {states: {kind: {weekly: recuring}}}}", code: "wrong-value",
      marked: "recuring", message: "'kind' cannot be 'recuring'",
      label: "did you mean recurring?"),
    Slip(
      "a value of the wrong type", file: "migrate: {account: {set: {balance: none}}}",
      code: "value-type", marked: "none", message: "'none' is not a decimal number",
      label: "write 12.50"),
    Slip(
      "a state that is set", file: "migrate: {account: {set: {status: closed}}}",
      code: "not-settable", marked: "status",
      message: "'status' holds a state of account, and only transitions change states",
      label: "use a transition's 'to'"),
    Slip(
      "a mistake in a formula", file: "migrate: {account: {set: {balance: =balanc + 1}}}",
      code: "unknown-name", marked: "balanc", message: "there is no field or value 'balanc' here",
      label: "did you mean balance?"),
    Slip(
      "an unknown key", file: "migrate: {account: {state: {}}}", code: "unknown-key",
      marked: "state", message: "there is no key 'state' in a record type's migration",
      label: "did you mean states?"),
    Slip(
      "a list", file: "migrate: [account]", code: "wrong-shape", marked: "[account]",
      message: "a mapping for 'migrate' is expected here, not a list",
      label: "write a record type: {account: {was: customer}}"),
  ]

  @Test("becomes a value of the definition")
  func value() throws {
    let text = """
      workflow: accounts
      version: 2
      records:
        account:
          fields: {name: text, tier: {choice: [low, high]}, since: date?}
          states: {status: [active, inactive]}
      migrate:
        account:
          was: customer
          fields: {title: name, note: null, since: since}
          states: {status: {dormant: inactive}, tier: {basic: low}}
          set: {since: =today}
      """
    let definition = try definition(text)
    let migration = try #require(definition.migration?.type(0))
    #expect(migration.was == "customer")
    #expect(migration.fields.map(\.former) == ["title", "note", "since"])
    #expect(migration.fields.map(\.slot) == [1, nil, 3])
    #expect(migration.values.map(\.former) == ["dormant", "basic"])
    #expect(migration.values.map(\.present) == ["inactive", "low"])
    #expect(migration.set.map(\.slot) == [3])
  }

  @Test("left out it is nothing")
  func nothing() throws {
    let definition = try definition(
      "workflow: a\nrecords:\n  account:\n    fields: {name: text}\n")
    #expect(definition.migration == nil)
  }
}
