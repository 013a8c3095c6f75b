import CEL
import Testing

@Suite("Explanations")
struct ExplanationTests {
  /// The deciding parts with what they read, in one line each.
  private func facts(_ text: String) -> [String] {
    let fixture = Fixture()
    let (program, issues) = Fixture.compiler.compile(text, expecting: .bool)
    guard let program else { return issues.map(\.message) }
    let explanation = program.explain(fixture.frame)
    #expect(explanation.truth == program.truth(fixture.frame))
    return explanation.facts.map { fact in
      let reads = fact.reads.map { read in
        let owner = read.record.map { fixture.reader.text(of: $0) + "." } ?? ""
        let value = read.value.display(in: Fixture.schema, reader: fixture.reader)
        return "\(read.path): \(owner)\(read.name)=\(value)"
      }
      return "\(fact.text) is \(fact.truth) [\(reads.joined(separator: "; "))]"
        + (fact.problem.map { " because \($0)" } ?? "")
    }
  }

  @Test("a comparison says what it read, and of which record")
  func comparison() {
    #expect(
      facts("location.status == \"closed\"") == [
        "location.status == \"closed\" is no [location.status: L1.status=active]"
      ])
  }

  @Test("of a false && only the operands that are false or undecided are facts")
  func conjunction() {
    #expect(
      facts("price > 0 && status == \"active\" && end_date == null") == [
        "status == \"active\" is no [status: S1.status=deactivated]",
        "end_date == null is no [end_date: S1.end_date=2026-02-01]",
      ])
    #expect(
      facts("status == \"active\" && discount > 0") == [
        "status == \"active\" is no [status: S1.status=deactivated]",
        "discount > 0 is cannotTell [discount: S1.discount=null] because discount has no value",
      ])
  }

  @Test("of a false || all operands are facts")
  func disjunction() {
    #expect(
      facts("paused || quantity > 10") == [
        "paused is no [paused: S1.paused=false]",
        "quantity > 10 is no [quantity: S1.quantity=4]",
      ])
  }

  @Test("of a true || the operands that hold are facts")
  func trueDisjunction() {
    #expect(
      facts("paused || quantity > 1") == ["quantity > 1 is yes [quantity: S1.quantity=4]"])
  }

  @Test("a turned condition shows the facts of what it turns")
  func negation() {
    #expect(
      facts("!(price > 0 && quantity > 1)") == [
        "price > 0 is yes [price: S1.price=12.5]", "quantity > 1 is yes [quantity: S1.quantity=4]",
      ])
    #expect(facts("!(price > 0)") == ["!(price > 0) is no [price: S1.price=12.5]"])
  }

  @Test("all() shows the elements that fail")
  func all() {
    #expect(
      facts("account.services.all(s, s.status == \"active\")") == [
        "s.status == \"active\" is no [s.status: S1.status=deactivated]"
      ])
  }

  @Test("a ternary shows its condition and the branch taken")
  func ternary() {
    #expect(
      facts("paused ? price > 100 : quantity > 100") == [
        "paused is no [paused: S1.paused=false]",
        "quantity > 100 is no [quantity: S1.quantity=4]",
      ])
  }

  @Test("a sum or count stands for the values it was made of")
  func aggregates() {
    #expect(
      facts("sum(lines.amount) > 100 || count(account.services) > 5") == [
        "sum(lines.amount) > 100 is no [sum(lines.amount): sum(lines.amount)=30.35]",
        "count(account.services) > 5 is no [count(account.services): count(account.services)=3]",
      ])
  }

  @Test("a value that is missing on the way is named")
  func missing() {
    #expect(
      facts("account.services.all(s, s.location.status == \"active\")").contains(
        "s.location.status == \"active\" is cannotTell"
          + " [s.location.status: status=location of S2 has no value]"
          + " because location of S2 has no value"))
  }

  @Test("members that may be read are known without evaluating")
  func reads() throws {
    let program = try #require(
      Fixture.compiler.compile(
        "status == \"active\" && account.services.exists(s, s.price > parameters.limit)",
        expecting: .bool
      ).program)
    #expect(
      program.reads == [
        MemberRead(recordType: Fixture.service, member: "status"),
        MemberRead(recordType: Fixture.service, member: "account"),
        MemberRead(recordType: Fixture.account, member: "services"),
        MemberRead(recordType: Fixture.service, member: "price"),
      ])
    #expect(program.usedVariables == ["parameters.limit"])
  }
}
