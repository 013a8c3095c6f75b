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
    let alone = try place.run("check", "workflows/parts/invoice.yaml")
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
}
