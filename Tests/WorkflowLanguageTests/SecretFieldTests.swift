import Foundation
import Testing

@Suite("A slip in what is kept secret")
struct SecretFieldTests {
  @Test("is told once, at the place, with a mend that works", arguments: misuses)
  func misuse(_ misuse: Misuse) {
    misuse.check { line in
      let isTransition = line.hasPrefix("{effects") || line.hasPrefix("{inputs")
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
              field: \(isTransition ? "text?" : line)
            transitions:
              go: \(isTransition ? line : "{to: shut}")
            states: {status: [open, shut]}

        """
    }
  }

  @Test("the page's example is sound")
  func page() throws {
    let page = try String(contentsOfFile: "docs/secrets.md", encoding: .utf8)
    let blocks = page.components(separatedBy: "```")
    #expect(diagnostics(String(blocks[1].dropFirst("yaml\n".count))).isEmpty)
  }

  static let misuses = [
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
  ]
}
