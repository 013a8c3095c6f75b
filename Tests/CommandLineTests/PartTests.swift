import Foundation
import Testing

@Suite("Parts on the command line")
struct PartTests {
  private static let main = """
    workflow: accounts
    uses: [parts/invoice.yaml]
    records:
      account:
        fields: {name: text}

    """
  private static let part = """
    part_of: accounts
    records:
      invoice:
        fields: {account: account}
        states: {status: [open, paid]}
        transitions: {pay: {from: open, to: paid}}

    """

  private func place() throws -> Workplace {
    let place = try Workplace(workflow: nil)
    try place.write("workflows/accounts.yaml", Self.main)
    try FileManager.default.createDirectory(
      atPath: place.folder + "/workflows/parts", withIntermediateDirectories: true)
    try place.write("workflows/parts/invoice.yaml", Self.part)
    return place
  }

  @Test("commands take the main file and read its parts")
  func commands() throws {
    let place = try place()
    let check = try place.run("check")
    #expect(check.output == "workflows/accounts.yaml: sound, 2 record types, 1 event\n")
    try place.write(
      "records.yaml",
      "A: {type: account, name: Nord}\nI: {type: invoice, account: A}\n")
    #expect(try place.run("import", "records.yaml").status == 0)
    #expect(try place.run("apply", "pay", "invoice:I").status == 0)
  }

  @Test("a part alone, and a mistake in it")
  func mistakes() throws {
    let place = try place()
    try place.write("workflows/parts/lost.yaml", Self.part)
    let alone = try place.run("check", "workflows/parts/lost.yaml")
    #expect(alone.status == 65)
    #expect(alone.output.contains("this is a part of workflow 'accounts' and means nothing alone"))
    // In a folder it belongs to the workflow that uses it.
    try place.write("workflows/invoice.yaml", Self.part)
    #expect(try place.run("check").status == 0)
    try place.write(
      "workflows/parts/invoice.yaml",
      Self.part.replacingOccurrences(of: "to: paid", with: "to: pad"))
    let wrong = try place.run("check", "--format", "sarif")
    #expect(wrong.status == 65)
    #expect(wrong.output.contains("\"uri\": \"workflows/parts/invoice.yaml\""), "\(wrong.output)")
    #expect(wrong.output.contains("\"startLine\": 6"))
  }

  @Test("a link out of the folder is not followed, nor is a folder read")
  func links() throws {
    let place = try place()
    let part = place.folder + "/workflows/parts/invoice.yaml"
    try FileManager.default.removeItem(atPath: part)
    try place.write("secret.yaml", Self.part)
    try FileManager.default.createSymbolicLink(
      atPath: part, withDestinationPath: place.folder + "/secret.yaml")
    let answer = try place.run("check")
    #expect(answer.status == 65)
    #expect(
      answer.output.contains("it leads out of the folder of the main file"), "\(answer.output)")
    try FileManager.default.removeItem(atPath: part)
    try FileManager.default.createDirectory(atPath: part, withIntermediateDirectories: true)
    #expect(try place.run("check").output.contains("it is no plain file"))
  }

  @Test("a part is checked with the main file that uses it, from its folder or one around it")
  func main() throws {
    let place = try place()
    let sound = try place.run("check", "workflows/parts/invoice.yaml")
    #expect(
      sound.output == """
        workflows/parts/invoice.yaml: sound, a part of workflows/accounts.yaml, 2 record types, 1 event

        """, "\(sound.output)\(sound.remarks)")
    try place.write(
      "workflows/parts/invoice.yaml",
      Self.part.replacingOccurrences(of: "to: paid", with: "to: pad"))
    let wrong = try place.run("check", "workflows/parts/invoice.yaml")
    #expect(wrong.status == 65)
    #expect(wrong.output.contains("workflows/parts/invoice.yaml:6"), "\(wrong.output)")
    let mended = try place.run("check", "workflows/parts/invoice.yaml", "--fix")
    #expect(mended.status == 0, "\(mended.output)\(mended.remarks)")
    #expect(try place.read("workflows/parts/invoice.yaml") == Self.part)
  }

  @Test("scenarios find the workflow beside them")
  func beside() throws {
    let place = try Workplace(workflow: nil)
    try FileManager.default.createDirectory(
      atPath: place.folder + "/own", withIntermediateDirectories: true)
    try place.write(
      "own/shop.yaml",
      "workflow: shop\nrecords: {item: {fields: {name: text}, transitions: {edit: {edits: [name]}}}}\n"
    )
    try place.write(
      "own/shop.scenarios.yaml",
      """
      workflow: shop
      clock: '2026-03-10T09:00:00Z'
      scenarios:
      - id: edit-{name}
        examples: {from: names.csv}
        given: {I: {type: item, name: pen}}
        when: [{event: item.edit, record: I, set: {name: '{name}'}}]
        then: {changes: {I.name: '{name}'}}
      - id: wrong
        given: {I: {type: item, name: pen}}
        when: [{event: item.edit, recrod: I}]
        then: {outcome: allowed}

      """)
    try place.write("own/names.csv", "name\nbook\npen\n")
    let result = try place.run("test", "own/shop.scenarios.yaml")
    #expect(result.status == 4, "\(result.remarks)")
    #expect(result.output.contains("1 passed, 2 failed"), "\(result.output)")
    #expect(result.output.contains("failed: edit-pen, row 2 (name: pen)"), "\(result.output)")
    #expect(result.output.contains("mistake: there is no key 'recrod'"), "\(result.output)")
    let checked = try place.run("check", "own")
    #expect(checked.output.contains("own/shop.yaml: sound"), "\(checked.output)")
  }
}
