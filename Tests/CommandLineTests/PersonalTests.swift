import Foundation
import Testing

/// Names that are planted into a personal field, and looked for in the file and in all that the
/// program says once their record is erased.
@Suite("A personal value")
struct PersonalTests {
  private static let workflow = """
    workflow: shop
    records:
      customer:
        shown_as: "{name}"
        fields: {name: {type: text, personal: true}, known: {formula: name + "-known"}}
        transitions:
          create: {from: new, inputs: [name]}
          rename: {edits: [name]}
          forget: {effects: [{erase: customer}]}
      sale:
        fields:
          customer: customer?
          buyer: {type: text?, personal: true}
          total: {type: integer, default: 0}
        transitions:
          create: {from: new, inputs: [customer]}
          sell: {effects: [{when: customer != null, set: {buyer: =customer.known, total: =total + 7}}]}
          move: {edits: [customer]}
          tell: {effects: [{emit: told, with: {who: =buyer, total: =total}}]}
          pay: {reminders: [paid: {when: 'true', say: "{buyer} has paid."}], effects: [{set: {total: 0}}]}
          ask: {edits: [total], approval: {roles: [boss], otherwise: "Is {buyer} good for it?"}}
          drop: {effects: [{set: {buyer: null}}]}

    """

  private static let moved =
    workflow
    .replacingOccurrences(of: "sale:\n", with: "deal:\n")
    .replacingOccurrences(of: "buyer", with: "payer")
    + "migrate: {deal: {was: sale, fields: {buyer: payer}}}\n"

  private func place() throws -> Workplace {
    let place = try Workplace(workflow: Self.workflow)
    for arguments in [
      ["customer.create", "--id", "C1", "--input", "name=planted-one"],
      ["customer.create", "--id", "C2", "--input", "name=spared-two"],
      ["sale.create", "--id", "S1", "--input", "customer=C1"], ["sell", "sale:S1"],
      ["tell", "sale:S1"], ["pay", "sale:S1", "--request-id", "k1"],
      ["ask", "sale:S1", "--set", "total=5"],
      ["sale.create", "--id", "S2", "--input", "customer=C2"], ["sell", "sale:S2"],
      ["tell", "sale:S2"], ["pay", "sale:S2", "--request-id", "k2"],
    ] {
      let answer = try place.run(["apply"] + arguments)
      #expect([0, 8].contains(answer.status), "\(arguments): \(answer)")
    }
    return place
  }

  private func expectNothing(_ place: Workplace, _ type: String) throws {
    for file in try FileManager.default.contentsOfDirectory(atPath: place.folder)
    where file.hasPrefix("workflow.db") {
      let data = try place.data(file)
      #expect(data.range(of: Data("planted".utf8)) == nil, "\(file)")
    }
    for arguments in [
      ["history", "\(type):S1"], ["messages"], ["pending"], ["show", "\(type):S1"],
      ["list", type], ["export"],
    ] {
      let answer = try place.run(arguments)
      #expect(!answer.output.contains("planted"), "\(arguments): \(answer)")
    }
    let history = try place.run("history", "\(type):S2")
    #expect(history.output.contains("spared-two-known"), "\(history)")
    #expect(try place.run("messages").output.contains("spared-two-known"))
    let own = try place.run("history", "\(type):S1")
    #expect(own.output.contains("total") && own.output.contains("sell"), "\(own)")
  }

  @Test("is nowhere left when its record is erased, and those of others are")
  func erased() throws {
    let place = try place()
    #expect(try place.run("pending").output.contains("planted-one-known"))
    #expect(try place.run("check").output.contains("personal-left"))
    #expect(try place.run("apply", "drop", "sale:S1").status == 0)
    #expect(try place.run("apply", "forget", "customer:C1").status == 0)
    try expectNothing(place, "sale")
    let again = try place.run(
      "apply", "pay", "sale:S1", "--request-id", "k1", "--format", "json")
    #expect(again.output.contains("\"repeated\": true"), "\(again)")
    let kept = try place.run(
      "apply", "pay", "sale:S2", "--request-id", "k2", "--format", "json")
    #expect(kept.output.contains("spared-two-known has paid"), "\(kept)")
  }

  @Test("is found under the names that it has after a migration")
  func migrated() throws {
    let place = try place()
    try place.write("workflows/customer-account.yaml", Self.moved)
    let moved = try place.run("migrate", "--apply")
    #expect(moved.status == 0, "\(moved)")
    #expect(try place.run("history", "deal:S1").output.contains("payer"))
    #expect(try place.run("apply", "tell", "deal:S1").status == 0)
    #expect(try place.run("apply", "drop", "deal:S1").status == 0)
    #expect(try place.run("apply", "forget", "customer:C1").status == 0)
    try expectNothing(place, "deal")
  }
}
