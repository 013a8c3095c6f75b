import Foundation
import Testing

@Suite("Questions at a terminal")
struct QuestionTests {
  private static let workflow = """
    workflow: shop
    time_zone: Europe/Berlin
    records:
      customer:
        shown_as: "{name}"
        fields: {name: text, balance: {type: decimal, default: 0}, seen: timestamp?}
        relations: {notes: {many: remark}}
        states: {status: [active, gone]}
        guards: {has_name: {check: name != "", otherwise: A customer has a name.}}
        transitions:
          remove:
            from: active
            to: gone
            inputs:
              - with_notes: {type: boolean, default: true, label: Delete notes, when: count(notes) > 0}
            guards: [has_name]
            warnings: [{has_balance: {when: balance != 0, say: "{name} has a balance of {money(balance)}."}}]
            confirm: {ask: Remove the customers?, buttons: [Remove, Keep]}
            effects:
              - {when: with_notes, delete: notes}
              - {set: {seen: =now}}
        lists: {all: {default: true, columns: [name, seen]}}
      remark: {fields: {customer: customer, text: text}}
    """

  private func place(count: Int = 3) throws -> Workplace {
    let place = try Workplace(workflow: Self.workflow)
    let rows = (1...count).map { number in
      let id = "C" + (number < 10 ? "0" : "") + "\(number)"
      return "\(id): {type: customer, name: N\(number), balance: \(number == 2 ? 5 : 0)}\n"
    }
    try place.write(
      "rows.yaml", rows.joined() + "R1: {type: remark, customer: C01, text: x}\n")
    #expect(try place.run("import", "rows.yaml").status == 0)
    return place
  }

  private static let question = """
    3 customers: remove

    Asks: Remove the customers?  [Remove] [Keep]
          --input with_notes=true (Delete notes)
    About 3 customers:
      customer C01 "N1"
      customer C02 "N2"
      customer C03 "N3"
    Warning: N2 has a balance of 5.00.

    """

  @Test("several records are asked about once, with their names and all warnings")
  func several() throws {
    let place = try place()
    let yes = try place.sitting(
      "apply", "customer.remove", "customer:C01", "customer:C02", "customer:C03", types: "y\n")
    #expect(yes.status == 0)
    #expect(yes.output.hasPrefix(Self.question), "\(yes.output)")
    #expect(yes.output.contains("Done: 3 of 3, 0 blocked."))
    #expect(yes.remarks.contains("Remove? [y/N, or with_notes=… for another value] "))
    #expect(yes.output.components(separatedBy: "Asks:").count == 2)
  }

  @Test("a no changes nothing, and --yes shows the same")
  func answers() throws {
    let place = try place()
    let no = try place.sitting("apply", "customer.remove", "--all", types: "n\n")
    #expect(no.status == 3)
    #expect(no.output.contains("✗ 3 customers  not_confirmed: The question is not answered."))
    let unasked = try place.run("apply", "customer.remove", "--all")
    #expect(unasked.status == 3)
    #expect(unasked.output.hasPrefix(Self.question), "\(unasked.output)")
    #expect(unasked.remarks.contains("--yes answers the question with [Remove]"))
    let yes = try place.run("apply", "customer.remove", "--all", "--yes")
    #expect(yes.status == 0)
    #expect(yes.output.hasPrefix(Self.question), "\(yes.output)")
  }

  @Test("an input of the question gets another value there", arguments: [true, false])
  func inputs(isSingle: Bool) throws {
    let place = try place()
    let typed = "with_notes=perhaps\nwith_notes=false\ny\n"
    let answer =
      isSingle
      ? try place.sitting("apply", "remove", "customer:C01", types: typed)
      : try place.sitting("apply", "customer.remove", "customer:C01", "customer:C02", types: typed)
    #expect(answer.remarks.contains("'perhaps' is not true or false"), "\(answer.remarks)")
    #expect(answer.output.contains("--input with_notes=false (Delete notes)"), "\(answer)")
    let notes = try place.run("list", "remark").output
    // C02 has no notes: what its question does not offer is refused, the other is done.
    #expect(answer.status == (isSingle ? 0 : 7), "\(answer)")
    #expect(notes.contains("R1"), "\(notes)")
  }

  @Test("of many records the first twenty are named, and the others counted")
  func many() throws {
    let place = try place(count: 25)
    let answer = try place.run("dry-run", "customer.remove", "--all")
    #expect(answer.output.contains("About 25 customers:"), "\(answer.output)")
    #expect(answer.output.contains("\"N20\"\n  … and 5 more\n"), "\(answer.output)")
    let machine = try place.run("dry-run", "customer.remove", "--all", "--format", "json").output
    #expect(machine.contains("\"further_warnings\": 0"), "\(machine)")
  }

  @Test("what is blocked for another reason is named, beside the question about the others")
  func blocked() throws {
    let place = try place()
    try place.write("bad.yaml", "C02: {type: customer, name: ''}\n")
    #expect(try place.run("import", "bad.yaml", "--update").status == 0)
    let answer = try place.run(
      "apply", "customer.remove", "customer:C01", "customer:C02", "customer:C03")
    #expect(answer.output.contains("About 2 customers:"), "\(answer.output)")
    #expect(answer.output.contains("has_name: A customer has a name."), "\(answer.output)")
    #expect(answer.output.contains("✗ 2 customers  not_confirmed"), "\(answer.output)")
  }

  @Test("times stand on every screen as the clocks of the workflow's zone show them")
  func times() throws {
    let place = try place()
    let at = ["--at", "2026-03-10T09:00:00.123456Z"]
    let local = "2026-03-10 10:00 Europe/Berlin"
    let done = try place.run(["apply", "remove", "customer:C03", "--yes"] + at).output
    #expect(done.contains("(none) → \(local)"), "\(done)")
    for command in [["list", "customer"], ["show", "customer:C03"], ["history", "customer:C03"]] {
      let shown = try place.run(command).output
      #expect(shown.contains(local), "\(shown)")
      #expect(!shown.contains("123456") && !shown.contains("09:00:00"), "\(shown)")
    }
    let machine = try place.run("list", "customer", "--format", "json").output
    #expect(machine.contains("2026-03-10T09:00:00.123456Z"), "\(machine)")
  }
}
