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
      Set(program.reads) == [
        MemberRead(recordType: Fixture.service, member: "status"),
        MemberRead(recordType: Fixture.service, member: "account"),
        MemberRead(recordType: Fixture.account, member: "services"),
        MemberRead(recordType: Fixture.service, member: "price"),
      ])
    #expect(program.usedVariables == ["parameters.limit"])
  }

  /// The parts of an expression in lines, each below the one it belongs to.
  private func tree(_ text: String) throws -> [String] {
    let fixture = Fixture()
    let program = try #require(Fixture.compiler.compile(text).program)
    func lines(_ part: Explanation.Part, _ depth: Int) -> [String] {
      let indent = String(repeating: "  ", count: depth)
      let element = part.element.map {
        "\($0.display(in: Fixture.schema, reader: fixture.reader)): "
      }
      let value =
        part.value.problem ?? part.value.display(in: Fixture.schema, reader: fixture.reader)
      let more = part.leftOut > 0 ? ", \(part.leftOut) left out" : ""
      return ["\(indent)\(part.kind) \(element ?? "")\(part.text) = \(value)\(more)"]
        + part.parts.flatMap { lines($0, depth + 1) }
    }
    return lines(program.dissect(fixture.frame), 0)
  }

  @Test("taken apart, every condition has its value, also behind one that decided")
  func dissected() throws {
    #expect(
      try tree("paused && (discount > 5 || !(price > 0))") == [
        "all paused && (discount > 5 || !(price > 0)) = false",
        "  plain paused = false",
        "  any discount > 5 || !(price > 0) = discount has no value",
        "    plain discount > 5 = discount has no value",
        "    not !(price > 0) = false",
        "      plain price > 0 = true",
      ])
    #expect(
      try tree("quantity > 3 ? price * 2 : 0.5") == [
        "choice quantity > 3 ? price * 2 : 0.5 = 25", "  plain quantity > 3 = true",
        "  plain price * 2 = 25",
      ])
    #expect(
      try tree("account.services.exists(s, s.paused)") == [
        "some account.services.exists(s, s.paused) = true", "  plain S1: s.paused = false",
        "  plain S2: s.paused = true", "  plain S3: s.paused = false",
      ])
  }

  @Test("a tree has at most a thousand parts, and says what it leaves out")
  func large() throws {
    let list = "[" + Array(repeating: "1", count: 60).joined(separator: ", ") + "]"
    let lines = try tree("\(list).all(a, \(list).all(b, a <= b))")
    #expect(lines.count == 1000)
    #expect(lines[0].hasSuffix("43 left out"), "\(lines[0].suffix(20))")
  }

  @Test("of a conditional the branch that was taken is told, behind its condition")
  func conditional() {
    #expect(
      facts("end_date == null ? price > 0 : status == \"active\"") == [
        "end_date == null is no [end_date: S1.end_date=2026-02-01]",
        "status == \"active\" is no [status: S1.status=deactivated]",
      ])
    #expect(
      facts("end_date != null ? status == \"active\" : price > 0") == [
        "end_date != null is yes [end_date: S1.end_date=2026-02-01]",
        "status == \"active\" is no [status: S1.status=deactivated]",
      ])
  }
}
