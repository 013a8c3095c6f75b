import Testing
import WorkflowEngine

@Suite("Small words")
struct SmallWordTests {
  @Test("misused are told once, at the place, with a mend that works", arguments: misuses)
  func misuse(_ misuse: Misuse) {
    misuse.check { account in
      """
      workflow: accounts
      records:
        account:
          fields: {name: text, due: date?, number: {type: integer, default: 0}}
          relations: {services: {many: service}}
          states:
            status: [active, closed, {gone: {final: true}}]
            standing: [good, suspended]
          transitions:
            close: {from: active, to: closed}
            \(account)
        service:
          fields: {account: account, rank: integer?}
          states: {state: [on, off]}
          transitions: {stop: {from: on, to: off}}

      """
    }
  }

  static let misuses = [
    Misuse(
      "except is misspelt", "end: {from: {exept: [closed]}, to: closed}",
      "end: {from: {except: [closed]}, to: closed}", code: "unknown-region", marked: "exept",
      message: "account has no region 'exept'", label: "did you mean except?"),
    Misuse(
      "except without states", "end: {from: {except: }, to: closed}",
      "end: {from: {except: closed}, to: closed}", code: "empty-key", marked: "",
      message: "'except' has nothing after it", label: "write something after it, or take it out"),
    Misuse(
      "except with an empty list", "end: {from: {except: []}, to: closed}",
      "end: {to: closed}", code: "wrong-value", marked: "[]",
      message: "'except' names no states", label: "name some, or leave it out"),
    Misuse(
      "except names no state", "end: {from: {except: [closd]}, to: closed}",
      "end: {from: {except: [closed]}, to: closed}", code: "unknown-state", marked: "closd",
      message: "there is no state 'closd' in account", label: "did you mean closed?"),
    Misuse(
      "except names what is new", "end: {from: {except: [new, closed]}, to: closed}",
      "end: {from: {except: [closed]}, to: closed}", code: "wrong-value", marked: "new",
      message: "'new' is no state, and no record that is there is new",
      label: "leave it out; without 'from' any state will do"),
    Misuse(
      "except leaves nothing", "end: {from: {except: [active, closed]}, to: closed}",
      "end: {from: {except: [active]}, to: closed}", code: "wrong-value",
      marked: "[active, closed]", message: "'except' leaves no state of 'status'",
      label: "take one of them out"),
    Misuse(
      "except in a list", "end: {from: [{except: closed}], to: closed}",
      "end: {from: {except: closed}, to: closed}", code: "misplaced-key", marked: "except",
      message: "'except' cannot stand in a list of states", label: "write it without the brackets"),
    Misuse(
      "except beside a state", "end: {from: [active, {except: closed}], to: closed}",
      "end: {from: [active], to: closed}", code: "misplaced-key", marked: "except",
      message: "'except' cannot stand in a list of states",
      label: "name the states that are meant, or those excepted"),
    Misuse(
      "except beside a region", "end: {from: {except: [closed], standing: good}, to: closed}",
      "end: {from: {status: {except: [closed]}, standing: good}, to: closed}",
      code: "misplaced-key", marked: "except", message: "'except' cannot stand beside a region",
      label: "write status: {except: …}"),
    Misuse(
      "except where it leads", "end: {from: active, to: {except: [active]}}",
      "end: {from: active, to: closed}", code: "misplaced-key", marked: "except",
      message: "'except' does not go with 'to'", label: "name the states that are meant"),
    Misuse(
      "empty is misspelt",
      "end: {effects: [{for: services, order_by: service.rank, emty: last, send: stop}]}",
      "end: {effects: [{for: services, order_by: service.rank, empty: last, send: stop}]}",
      code: "unknown-key", marked: "emty", message: "there is no key 'emty' in an effect",
      label: "did you mean empty?"),
    Misuse(
      "empty with another word",
      "end: {effects: [{for: services, order_by: service.rank, empty: lst, send: stop}]}",
      "end: {effects: [{for: services, order_by: service.rank, empty: last, send: stop}]}",
      code: "wrong-value", marked: "lst", message: "'empty' cannot be 'lst'",
      label: "did you mean last?"),
    Misuse(
      "empty without order", "end: {effects: [{for: services, empty: last, send: stop}]}",
      "end: {effects: [{for: services, order_by: service.rank, empty: last, send: stop}]}",
      code: "misplaced-key", marked: "empty", message: "'empty' needs 'order_by'", label: "add it"),
    Misuse(
      "empty without anything",
      "end: {effects: [{for: services, order_by: service.rank, empty: , send: stop}]}",
      "end: {effects: [{for: services, order_by: service.rank, empty: last, send: stop}]}",
      code: "empty-key", marked: "empty", message: "'empty' has nothing after it",
      label: "write something after it, or take it out"),
    Misuse(
      "nothing is counted", #"end: {confirm: {ask: "{, service}?"}}"#,
      #"end: {confirm: {ask: "{number, service}?"}}"#, code: "counted-word", marked: ", ",
      message: "there is no number before this word", label: "write {n, item}"),
    Misuse(
      "no word behind the comma", #"end: {confirm: {ask: "{number, }?"}}"#,
      #"end: {confirm: {ask: "{number }?"}}"#, code: "counted-word", marked: ",",
      message: "there is no word behind the comma", label: "leave out the comma"),
    Misuse(
      "three words", #"end: {confirm: {ask: "{number, man, men, people}?"}}"#,
      #"end: {confirm: {ask: "{number, man, men}?"}}"#, code: "counted-word", marked: ", people",
      message: "a number is followed by a word for one and a word for several",
      label: "write {number, man, men}"),
    Misuse(
      "a formula in place of a word", #"end: {confirm: {ask: "{number, money(number)}?"}}"#,
      #"end: {confirm: {ask: "{number}, {money(number)}?"}}"#, code: "counted-word",
      marked: "money(number)",
      message: "what stands behind the comma is shown as it is, and 'money(number)' is a formula",
      label: "put each formula into braces of its own"),
    Misuse(
      "a word in quotes", #"end: {confirm: {ask: "{number, 'item'}?"}}"#,
      #"end: {confirm: {ask: "{number, item}?"}}"#, code: "counted-word", marked: "'item'",
      message: "what is counted is a word alone", label: "write item"),
    Misuse(
      "an s in brackets", #"end: {confirm: {ask: "{number, item(s)}?"}}"#,
      #"end: {confirm: {ask: "{number, item}?"}}"#, code: "counted-word", marked: "item(s)",
      message: "what is counted is a word alone", label: "write item"),
    Misuse(
      "a plural that takes more", #"end: {confirm: {ask: "{number, policy}?"}}"#,
      #"end: {confirm: {ask: "{number, policy, policies}?"}}"#, code: "counted-word",
      marked: "policy", message: "the plural of 'policy' takes more than an s",
      label: "write policy, policies"),
    Misuse(
      "a set is counted", #"end: {confirm: {ask: "{services, item}?"}}"#,
      #"end: {confirm: {ask: "{count(services), item}?"}}"#, code: "counted-word",
      marked: "services",
      message: "only a number is followed by what it counts, and 'services' is none",
      label: "write count(services)"),
    Misuse(
      "a text is counted", #"end: {confirm: {ask: "{name, item}?"}}"#,
      #"end: {confirm: {ask: "{name}?"}}"#, code: "counted-word", marked: "name",
      message: "only a number is followed by what it counts, and 'name' is none",
      label: "leave out the comma and what is behind it"),
    Misuse(
      "a counted number is misspelt", #"end: {confirm: {ask: "{numbr, item}?"}}"#,
      #"end: {confirm: {ask: "{number, item}?"}}"#, code: "unknown-name", marked: "numbr",
      message: "there is no field or value 'numbr' here", label: "did you mean number?"),
  ]
}

@Suite("All states but some")
struct ExceptTests {
  private func tests(_ from: String) throws -> [String: [String]] {
    let definition = try definition(
      """
      workflow: w
      records:
        account:
          fields: {name: {type: text, unique: {in: {except: [gone]}}}}
          states:
            status: [active, held, closed, {gone: {final: true}}]
            standing: [good, bad]
          transitions:
            x: {from: \(from)}
      """)
    let type = definition.recordTypes[0]
    let way = try #require(type.events[0].transitions.first)
    return Dictionary(
      uniqueKeysWithValues: way.from.map { test in
        let region = type.regions[test.slot]
        return (
          region.name,
          region.states.indices.filter { test.contains(Int64($0)) }.map { region.states[$0].name }
        )
      })
  }

  @Test("are the others of the region; final ones only where they are not left")
  func others() throws {
    #expect(try tests("{except: [closed]}") == ["status": ["active", "held", "gone"]])
    #expect(try tests("{except: closed}, to: closed") == ["status": ["active", "held"]])
    #expect(
      try tests("{except: [closed, bad]}, to: closed")
        == ["status": ["active", "held"], "standing": ["good"]])
    #expect(
      try tests("{status: {except: held}, standing: bad}, to: closed")
        == ["status": ["active", "closed"], "standing": ["bad"]])
  }
}
