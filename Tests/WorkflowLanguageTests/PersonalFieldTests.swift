import Diagnostics
import Foundation
import Testing

@Suite("A slip in what is personal")
struct PersonalFieldTests {
  @Test("is told once, at the place, with a mend that works", arguments: misuses)
  func misuse(_ misuse: Misuse) {
    misuse.check { line in
      let isTransition = ["{effects", "{inputs"].contains { line.hasPrefix($0) }
      let isLinks = line.hasPrefix(",") || line.isEmpty
      return """
        workflow: shop
        records:
          customer:
            fields:
              name: {type: text, personal: true}
              shout: {formula: name + "!"}
              full: {type: text?, personal: true}
              note: text?
              field: \(isTransition || isLinks ? "text?" : line)
            relations: {friends: {links: person\(isLinks ? line : "")}}
            transitions:
              go: \(isTransition ? line : "{to: shut}")
            states: {status: [open, shut]}
          person: {fields: {name: text}}

        """
    }
  }

  @Test("the page's example is sound")
  func page() throws {
    let page = try String(contentsOfFile: "docs/personal-data.md", encoding: .utf8)
    let blocks = page.components(separatedBy: "```")
    #expect(diagnostics(String(blocks[1].dropFirst("yaml\n".count))).isEmpty)
  }

  @Test("what an erasure leaves in other records is warned of, unless it is emptied by then")
  func left() {
    func codes(_ effects: String) -> [String] { found(effects).map(\.code) }
    func found(_ effects: String) -> [Diagnostic] {
      diagnostics(
        """
        workflow: shop
        records:
          customer:
            fields: {name: {type: text, personal: true}, known: {formula: name + "!"}}
            relations: {sales: {many: sale}}
            transitions: {forget: {effects: [\(effects)]}}
          sale:
            fields: {customer: customer?, buyer: {type: text?, personal: true}}
            transitions:
              sell: {effects: [{when: customer != null, set: {buyer: =customer.known}}]}
              clear: {effects: [{set: {buyer: null}}]}

        """)
    }
    #expect(codes("{erase: customer}") == ["personal-left"])
    let label = found("{erase: customer}").first?.label
    #expect(label == "put '{for: sales, set: {buyer: null}}' before it")
    #expect(codes("{for: sales, set: {customer: null}}, {erase: customer}") == ["personal-left"])
    #expect(codes("{for: sales, set: {buyer: null}}, {erase: customer}") == [])
    #expect(codes("{for: sales, send: clear}, {erase: customer}") == [])
    #expect(codes("{delete: sales}, {erase: customer}") == [])
    #expect(codes("{delete: customer}") == [])
  }

  @Test(
    "is sent to an input only where that is put into what is personal", arguments: [true, false])
  func sent(isKept: Bool) {
    let found = diagnostics(
      """
      workflow: shop
      records:
        customer:
          fields: {name: {type: text, personal: true}, card: {type: text?, secret: true}}
          relations: {sales: {many: sale}}
          transitions:
            tell: {effects: [{for: sales, send: hear, with: {word: =name, number: =card}}]}
        sale:
          fields:
            customer: customer
            buyer: {type: text?, personal: \(isKept)}
            pin: {type: text?, secret: \(isKept)}
          transitions:
            hear:
              inputs: [word: {type: text}, number: {type: text?}]
              effects: [{send: keep, with: {word: =word, number: =number}}]
            keep:
              inputs: [word: {type: text}, number: {type: text?}]
              effects: [{set: {buyer: =word, pin: =number}}]

      """)
    #expect(found.map(\.code) == (isKept ? [] : ["personal-kept", "secret-told"]))
    if !isKept {
      #expect(found.map(\.message).contains("'number' of 'hear' would tell a secret"))
      #expect(found.map(\.message).contains("'word' of 'hear' would keep something personal"))
    }
  }

  static let misuses = [
    Misuse(
      "a reference", "{type: person?, personal: true}", "{type: person?}", code: "personal-field",
      marked: "personal",
      message: "a reference cannot be personal: it holds nothing of the record",
      label: "leave it out, and make fields of that record personal"),
    Misuse(
      "a list of references", "{list: person, optional: true, personal: true}",
      "{list: person, optional: true}", code: "personal-field", marked: "personal",
      message: "a reference cannot be personal: it holds nothing of the record",
      label: "leave it out, and make fields of that record personal"),
    Misuse(
      "links", ", personal: true", "", code: "personal-field", marked: "personal",
      message: "a reference cannot be personal: it holds nothing of the record",
      label: "leave it out, and make fields of that record personal"),
    Misuse(
      "a key that is misspelt", "{type: text?, persnal: true}", "{type: text?, personal: true}",
      code: "unknown-key", marked: "persnal", message: "there is no key 'persnal' in a field",
      label: "did you mean personal?"),
    Misuse(
      "no flag", "{type: text?, personal: maybe}", "{type: text?, personal: true}",
      code: "wrong-value", marked: "maybe", message: "'personal' is true or false, not 'maybe'",
      label: "write true or false"),
    Misuse(
      "nothing behind it", "{type: text?, personal: }", "{type: text?}", code: "empty-key",
      marked: "personal", message: "'personal' has nothing after it",
      label: "write something after it, or take it out"),
    Misuse(
      "twice", "{type: text?, personal: true, personal: true}", "{type: text?, personal: true}",
      code: "duplicate-key", marked: "personal",
      message: "the key 'personal' stands twice in the same mapping",
      label: "rename or remove one of them"),
    Misuse(
      "a computed field", "{formula: lower(name), personal: true}", "{formula: lower(name)}",
      code: "misplaced-key", marked: "personal",
      message: "'personal' cannot stand beside 'formula'",
      label: "a computed field has nothing else but 'unique'"),
    Misuse(
      "an input", "{inputs: [word: {type: text, personal: true}]}",
      "{inputs: [word: {type: text}]}", code: "unknown-key", marked: "personal",
      message: "there is no key 'personal' in an input",
      label: "'personal' is a key of a field: move it there"),
    Misuse(
      "put into a plain field", "{effects: [{set: {note: =shout}}]}",
      "{effects: [{set: {full: =shout}}]}", code: "personal-kept", marked: "=shout",
      message: "'note' would keep something personal", label: "add 'personal: true' to note"),
    Misuse(
      "a default that is made of it", "{type: text?, default: =name}",
      "{type: text?, default: =name, personal: true}", code: "personal-kept", marked: "=name",
      message: "'field' would keep something personal", label: "add 'personal: true' to field"),
    Misuse(
      "the key of a message", "{effects: [{emit: told, key: \"{shout}\"}]}",
      "{effects: [{emit: told, key: \"{note}\"}]}", code: "personal-kept", marked: "\"{shout}\"",
      message: "the key of a message cannot hold something personal",
      label: "use other fields, or leave 'key' out"),
    Misuse(
      "an input that fills it, in a plain field",
      "{inputs: [word: {type: text}], effects: [{set: {full: =word, note: =word}}]}",
      "{inputs: [word: {type: text}], effects: [{set: {full: =word}}]}",
      code: "personal-kept", marked: "=word", message: "'note' would keep something personal",
      label: "add 'personal: true' to note"),
  ]
}
