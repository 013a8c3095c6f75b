import Diagnostics
import Foundation
import Testing
import WorkflowLanguage

@Suite("A slip in what is kept secret")
struct SecretFieldTests {
  @Test("is told once, at the place, with a mend that works", arguments: misuses)
  func misuse(_ misuse: Misuse) {
    misuse.check { line in
      let isTransition = ["{effects", "{inputs", "{approval", "{from", "[{from"].contains {
        line.hasPrefix($0)
      }
      let isLinks = line.hasPrefix(",") || line.isEmpty
      return """
        workflow: cards
        records:
          person: {fields: {name: text}}
          card:
            fields:
              owner: person
              pin: {type: text, secret: true, seen_by: [officer]}
              hint: {formula: pin + "x"}
              copy: {type: text?, secret: true, seen_by: [officer]}
              wide: {type: text?, secret: true, seen_by: [officer, clerk]}
              note: text?
              due_on: date?
              born: {type: date, secret: true}
              patience: {type: duration, secret: true, seen_by: [officer]}
              field: \(isTransition || isLinks ? "text?" : line)
            transitions:
              go: \(isTransition ? line : "{to: shut}")
            states: {status: [open, shut]}
            relations: {friends: {links: person\(isLinks ? line : "")}}

        """
    }
  }

  @Test("the page's example is sound")
  func page() throws {
    let page = try String(contentsOfFile: "docs/secrets.md", encoding: .utf8)
    let blocks = page.components(separatedBy: "```")
    #expect(diagnostics(String(blocks[1].dropFirst("yaml\n".count))).isEmpty)
  }

  @Test("is told in each file in which it stands, also at the same place of both")
  func parts() {
    func transition(_ name: String) -> String {
      "transitions: {\(name): {effects: [{set: {note: =pin}}]}}\n"
    }
    let main = """
      workflow: cards
      uses: [part.yaml]
      records:
        card:
          fields: {pin: {type: text, secret: true}, note: text?}

      """
    let part = "part_of: cards\nadds_to:\n  card:\n"
    let gap = String(repeating: "#", count: main.utf8.count - part.utf8.count - 1) + "\n"
    let loaded = DefinitionLoader().load(
      SourceFile(name: "w.yaml", text: main + "    " + transition("keep")),
      parts: PartSource(["part.yaml": part + gap + "    " + transition("hide")]))
    #expect(loaded.diagnostics.map(\.code) == ["secret-told", "secret-told"])
    #expect(Set(loaded.diagnostics.compactMap { $0.range?.file.name }).count == 2)
    #expect(Set(loaded.diagnostics.compactMap { $0.range?.start }).count == 1)
  }

  static let misuses =
    [
      Misuse(
        "who sees what is no secret", "{type: text?, seen_by: [clerk]}",
        "{type: text?, secret: true, seen_by: [clerk]}", code: "secret-field", marked: "seen_by",
        message: "'seen_by' says who sees a secret, and this is none",
        label: "add 'secret: true', or leave it out"),
      Misuse(
        "a secret that is none", "{type: text?, secret: false, seen_by: [clerk]}",
        "{type: text?, secret: true, seen_by: [clerk]}", code: "secret-field", marked: "seen_by",
        message: "'seen_by' says who sees a secret, and this is none",
        label: "add 'secret: true', or leave it out"),
      Misuse(
        "a reference", "{type: person?, secret: true}", "{type: person?}", code: "secret-field",
        marked: "secret",
        message: "a reference cannot be secret: the record that it leads to shows it",
        label: "leave it out, and make fields of that record secret"),
      Misuse(
        "a list of references", "{list: person, optional: true, secret: true}",
        "{list: person, optional: true}", code: "secret-field", marked: "secret",
        message: "a reference cannot be secret: the record that it leads to shows it",
        label: "leave it out, and make fields of that record secret"),
      Misuse(
        "a key that is misspelt", "{type: text?, secrte: true}", "{type: text?, secret: true}",
        code: "unknown-key", marked: "secrte", message: "there is no key 'secrte' in a field",
        label: "did you mean secret?"),
      Misuse(
        "no flag", "{type: text?, secret: maybe}", "{type: text?, secret: true}",
        code: "wrong-value", marked: "maybe", message: "'secret' is true or false, not 'maybe'",
        label: "write true or false"),
      Misuse(
        "a computed field", "{formula: lower(pin), secret: true}", "{formula: lower(pin)}",
        code: "misplaced-key", marked: "secret", message: "'secret' cannot stand beside 'formula'",
        label: "a computed field has nothing else but 'unique'"),
      Misuse(
        "put into a plain field", "{effects: [{set: {note: =pin}}]}",
        "{effects: [{set: {copy: =pin}}]}", code: "secret-told", marked: "=pin",
        message: "'note' would tell a secret",
        label: "add 'secret: true, seen_by: [officer]' to note"),
      Misuse(
        "put into a field that more people see", "{effects: [{set: {wide: =hint}}]}",
        "{effects: [{set: {copy: =hint}}]}", code: "secret-told", marked: "=hint",
        message: "'wide' would tell a secret to more people",
        label: "write 'seen_by: [officer]' at wide"),
      Misuse(
        "a default that is made of one", "{type: text?, default: =hint}",
        "{type: text?, default: =hint, secret: true, seen_by: [officer]}", code: "secret-told",
        marked: "=hint", message: "'field' would tell a secret",
        label: "add 'secret: true, seen_by: [officer]' to field"),
      Misuse(
        "the key of a message", "{effects: [{emit: told, key: \"{hint}\"}]}",
        "{effects: [{emit: told, key: \"{note}\"}]}", code: "secret-told", marked: "\"{hint}\"",
        message: "the key of a message cannot hold a secret",
        label: "use other fields, or leave 'key' out"),
      Misuse(
        "an input that fills a secret, in a plain field",
        "{inputs: [word: {type: text}], effects: [{set: {pin: =word, note: =word}}]}",
        "{inputs: [word: {type: text}], effects: [{set: {pin: =word, copy: =word}}]}",
        code: "secret-told", marked: "=word", message: "'note' would tell a secret",
        label: "add 'secret: true, seen_by: [officer]' to note"),
      Misuse(
        "links", ", secret: true", "", code: "secret-field", marked: "secret",
        message: "a reference cannot be secret: the record that it leads to shows it",
        label: "leave it out, and make fields of that record secret"),
      Misuse(
        "the default of an input that an input begins with",
        "{inputs: [word: {type: text}, next: {type: text, default: =word}], effects: [{set: {pin: =word, note: =next}}]}",
        "{inputs: [word: {type: text}, next: {type: text, default: =word}], effects: [{set: {pin: =word, copy: =next}}]}",
        code: "secret-told", marked: "=next", message: "'note' would tell a secret",
        label: "add 'secret: true, seen_by: [officer]' to note"),
    ]
    + times.map { title, wrong, right, marked in
      Misuse(
        title, wrong, right, code: "secret-told", marked: marked,
        message: "a time by the clock cannot be made of a secret: histories show it to everybody",
        label: "use other fields")
    }

  /// What says when the clock does something, each with a secret and without.
  private static let times = [
    (
      "the time of a timer", "{from: open, at: born + days(3)}", "{from: open, at: due_on}",
      "born + days(3)"
    ),
    ("one of several", "{from: open, at: [due_on, born]}", "{from: open, at: [due_on]}", "born"),
    (
      "a length after a state", "{from: open, after: patience}", "{from: open, after: 5d}",
      "patience"
    ),
    (
      "the steps of a timer", "{from: open, every: patience}", "{from: open, every: 5d}", "patience"
    ),
    (
      "its beginning", "{from: open, every: 5d, starting: born}",
      "{from: open, every: 5d, starting: due_on}", "born"
    ),
    (
      "its end", "{from: open, every: 5d, until: born}", "{from: open, every: 5d, until: due_on}",
      "born"
    ),
    (
      "the day of a month", "{from: open, every: month, on: born.getDate()}",
      "{from: open, every: month, on: due_on.getDate()}", "born.getDate()"
    ),
    (
      "how long a request waits", "{approval: {expires: patience}}", "{approval: {expires: 5d}}",
      "patience"
    ),
  ]
}
