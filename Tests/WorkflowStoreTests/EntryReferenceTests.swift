import CEL
import StoreTesting
import Testing
import WorkflowEngine
import WorkflowStore

/// What inline entries hold of a record that is deleted.
@Suite("References held by entries")
struct EntryReferenceTests {
  private static func text(_ part: String) -> String {
    """
    workflow: parts
    records:
      part:
        fields: {name: text}
        transitions:
          create: {from: new, inputs: [name]}
          drop: {effects: [{delete: part}]}
          forget: {effects: [{erase: part}]}
      machine:
        fields: {name: text}
        relations:
          uses: {many: use, inline: true}
        transitions:
          create: {from: new, inputs: [name]}
      use:
        fields: {part: \(part), amount: integer}
    """
  }

  private func machines(_ kind: StoreKind, _ part: String) throws -> Workshop {
    let shop = try Workshop(kind, text: Self.text(part))
    let uses: [[String: StoredValue]] = [
      ["part": .reference("P1"), "amount": .integer(1)],
      ["part": .reference("P2"), "amount": .integer(2)],
      ["part": .reference("P1"), "amount": .integer(3)],
    ]
    try shop.take([
      shop.row("part", "P1", ["name": .text("bolt")]),
      shop.row("part", "P2", ["name": .text("nut")]),
      shop.row("machine", "M1", ["name": .text("crane"), "uses": .entries(uses)]),
      shop.row("machine", "M2", ["name": .text("press"), "uses": .entries([uses[1]])]),
    ])
    return shop
  }

  @Test("are emptied", arguments: StoreKind.all, ["drop", "forget"])
  func emptied(kind: StoreKind, event: String) throws {
    let shop = try machines(kind, "part?")
    #expect(try shop.perform(event, "part", "P1") == [])
    #expect(
      try shop.value("machine", "M1", "uses")
        == .entries([
          ["amount": .integer(1)], ["part": .reference("P2"), "amount": .integer(2)],
          ["amount": .integer(3)],
        ]))
    #expect(try shop.version("machine", "M1") == 2)
    #expect(try shop.version("machine", "M2") == 1)
    #expect(try shop.history("machine", "M1").last?.changes.map(\.field) == ["uses"])
  }

  @Test("keep the record where they may not be empty", arguments: StoreKind.all)
  func kept(kind: StoreKind) throws {
    let shop = try machines(kind, "part")
    #expect(try shop.perform("drop", "part", "P1") == ["still_referenced"])
    #expect(try shop.presence("part", "P1") == .present)
    #expect(try shop.version("machine", "M1") == 1)
  }
}
