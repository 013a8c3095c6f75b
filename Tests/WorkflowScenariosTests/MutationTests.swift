import CEL
import Diagnostics
import Testing
import WorkflowAnalysis
import WorkflowEngine
import WorkflowLanguage

@testable import WorkflowScenarios

@Suite("Slips that scenarios notice")
struct MutationTests {
  private static let workflow = """
    workflow: shop
    uses: [rules.yaml]
    records:
      order:
        fields: {due: {type: decimal, default: 0}}
        states: {status: [open, closed]}
        transitions:
          create: {from: new}
          close: {from: open, to: closed, guards: [paid]}

    """

  private static let part = """
    part_of: shop
    guards:
      paid: {check: order.due == 0, otherwise: Pay first.}

    """

  private static let closing = """
    - id: closed
      given: {O1: {type: order}}
      when: [{event: order.close, record: O1}]
      then: {changes: {O1.status: closed}}

    """

  private static let owing = """
    - id: owed
      given: {O1: {type: order, due: 1}}
      when: [{event: order.close, record: O1}]
      then: {blocked_by: [paid]}

    """

  private func report(
    _ scenarios: String, workflow: String = workflow, adding more: String = ""
  ) throws -> MutationReport {
    let parts = PartSource(["rules.yaml": Self.part])
    let main = SourceFile(name: "shop.yaml", text: workflow + more)
    let definition = try #require(DefinitionLoader().load(main, parts: parts).definition)
    let source = SourceFile(
      name: "shop.scenarios.yaml",
      text: "workflow: shop\nclock: '2026-03-10T09:00:00Z'\nscenarios:\n" + scenarios)
    let (file, diagnostics) = ScenarioFile.read(source) { _ in definition }
    let read = try #require(file, "\(diagnostics.map(\.message))")
    let run = MutationRun(main, parts: parts, scenarios: [read])
    return run.report((0..<run.count).map { run.trial($0) })
  }

  @Test("a slip that no scenario notices is named with its place, in a part too")
  func unnoticed() throws {
    let report = try report(Self.closing)
    #expect(
      report.unnoticed.map { "\($0.sentence) \($0.range.place)" } == [
        "without guard 'paid' of order.close shop.yaml:9:48"
      ])
    #expect(report.text.hasPrefix("shop: "))
    #expect(!report.reaches(percent: 100))
  }

  @Test("the scenario that is about it notices it")
  func noticed() throws {
    let report = try report(Self.closing + Self.owing)
    #expect(report.unnoticed.map(\.sentence) == [])
    #expect(report.reaches(percent: 100))
    let dropped = report.trials.first { $0.sentence == "without guard 'paid' of order.close" }
    #expect(dropped?.verdict == .noticed(by: "owed") || dropped?.verdict == .noticed(by: nil))
  }

  @Test("the scenario that is proposed passes, and notices what none did")
  func proposed() throws {
    let before = try report(Self.closing)
    let proposal = try #require(before.proposal)
    let list = try #require(proposal.firstRange(of: "scenarios:\n"))
    let added = String(proposal[list.upperBound...])
    #expect(added.contains("blocked_by: [paid]"))
    #expect(added.contains("due: "))
    let after = try report(Self.closing + added)
    #expect(after.unnoticed.map(\.sentence) == [])
    #expect(after.tried.count == before.tried.count)
  }

  @Test("where no answer is found that differs, that is said, and it counts as not noticed")
  func idle() throws {
    let workflow =
      Self.workflow + """
              mark: {from: open, guards: [paid, again]}
            guards:
              again: {check: due == 0 || due < 0, otherwise: Pay first.}

        """
    let marking = """
      - id: marked
        given: {O1: {type: order}}
        when: [{event: order.mark, record: O1}]
        then: {outcome: allowed}

      """
    let slip = "'<=' instead of '<' in 'due == 0 || due < 0' of order.again"
    let report = try report(Self.closing + Self.owing + marking, workflow: workflow)
    #expect(report.idle.map(\.sentence).contains(slip))
    #expect(report.text.contains("no answer was found that differs: \(slip)"))
    #expect(report.tried.map(\.sentence).contains(slip))
    #expect(!report.reaches(percent: 100))
  }

  @Test("what asks less of a rule that is proved is left out, and that is said")
  func harmless() throws {
    let rules = """
      invariants:
        some_state:
          record: order
          check: [status == "open" || status == "closed", due == 0 || due != 0]
        owes_nothing: {record: order, when: status == "closed", check: due == 0}

      """
    let report = try report(Self.closing + Self.owing, adding: rules)
    #expect(
      report.harmless.map(\.sentence) == [
        "without invariant 'some_state'",
        "without the condition 'status == \"open\" || status == \"closed\"' of some_state",
        "without the condition 'due == 0 || due != 0' of some_state",
        // Nothing here ever changes what is due: these are kept as well.
        "'==' instead of '!=' in 'due == 0 || due != 0' of some_state",
        "'1' instead of '0' in 'due == 0 || due != 0' of some_state",
        "without invariant 'owes_nothing'", "without the condition of owes_nothing",
        "'!=' instead of '==' in 'status == \"closed\"' of owes_nothing",
      ])
    #expect(report.text.contains("8 change nothing"))
    #expect(report.text.contains("for no step can break owes_nothing, some_state\n"))
    #expect(!report.tried.contains { $0.sentence.hasPrefix("without invariant") })
  }

  @Test("a scenario that fails already notices nothing")
  func failing() throws {
    let wrong = """
      - id: wrong
        given: {O1: {type: order}}
        when: [{event: order.close, record: O1}]
        then: {changes: {O1.status: open}}

      """
    let report = try report(wrong)
    #expect(report.noticedCount == 0)
    #expect(report.tried.count > 4)
  }

  private static let everything = """
    workflow: club
    records:
      member:
        fields: {name: text, fee: {type: decimal, default: 0}, vip: boolean}
        relations: {visits: {many: visit}}
        states: {status: [active, paused]}
        badges: {star: vip}
        transitions:
          create: {from: new, inputs: [name]}
          pay:
            inputs: [amount: {type: decimal}]
            guards: [positive]
            effects: [{set: {fee: =fee - amount}}]
          pause:
            label: Pause
            from: active
            to: paused
            roles: [desk]
            warnings: [{owes: {when: fee > 0, say: Owes.}}]
            confirm: {ask: Pause?, when: vip}
            effects: [{for: visits, where: visit.open, send: cancel}]
          wake: {from: paused, to: active, after: 7d}
        guards:
          positive: {check: amount > 0, otherwise: Pay something.}
        lists:
          active: {where: status == "active", columns: [name]}
      visit:
        fields: {member: member, open: {type: boolean, default: true}}
        transitions:
          create: {from: new, inputs: [member]}
          cancel: {only_sent: true, effects: [{set: {open: false}}]}

    """

  @Test("the search begins with what scenarios ask, with the records as they were then")
  func moments() throws {
    let (loaded, mistakes) = DefinitionLoader().load(
      SourceFile(name: "club.yaml", text: Self.everything))
    let definition = try #require(loaded, "\(mistakes.map(\.message))")
    let source = SourceFile(
      name: "club.scenarios.yaml",
      text: """
        workflow: club
        clock: '2026-03-10T09:00:00Z'
        scenarios:
        - id: paused
          given:
            M: {type: member, name: Ann, fee: 3}
            V: {type: visit, member: M}
          when:
          - {event: member.pay, record: M, input: {amount: 2}}
          - {event: member.pause, record: M, as: {user: u, roles: [desk]}}
          - {tick: true, at: '2026-03-20T09:00:00Z'}
          then: {outcome: allowed}

        """)
    let (file, _) = ScenarioFile.read(source) { _ in definition }
    let moments = try #require(file).moments
    let member = try #require(definition.recordType(named: "member"))
    let visit = try #require(definition.recordType(named: "visit"))
    func names(_ moment: SampledMoment) -> [String] {
      moment.events.map { definition.recordTypes[$0.type].events[$0.event].name }
    }
    #expect(moments.map(names) == [["pay"], ["pause", "cancel"], ["wake"]])
    #expect(moments.map { $0.request?.inputs.count } == [1, 0, 0])
    #expect(moments.map { $0.request?.roles ?? [] } == [[], ["desk"], []])
    let fee = try #require(member.slot(of: "fee"))
    #expect(moments.map { $0.records[0].values[fee] } == [3, 1, 1].map { .decimal(Decimal($0)) })
    let open = try #require(visit.slot(of: "open"))
    #expect(moments.map { $0.records[1].values[open] } == [true, true, false].map { .boolean($0) })
    guard case .clock? = moments[2].request?.target else {
      Issue.record("a tick is not asked as one")
      return
    }
  }

  /// Slips of each kind, from all parts of a file.
  private static let slips = [
    "'1' instead of '0' in 'amount > 0' of member.positive",
    "'>=' instead of '>' in 'amount > 0' of member.positive",
    "without guard 'positive' of member.pay", "without the roles of member.pause",
    "without the condition of member.pause.owes", "without warning 'owes' of member.pause",
    "without the condition of the question of member.pause", "without the question of member.pause",
    "without effect 'cancel' of member.pause", "'8d' instead of '7d' in member.wake",
    "'!=' instead of '==' in 'status == \"active\"' of member.active",
    "without badge 'star' of member", "without 'only_sent' of visit.cancel",
    "'true' instead of 'false' in 'open' of effect 'set' of visit.cancel",
  ]

  @Test("a scenario is found for slips in every part of a file, and each notices its own")
  func everyPart() throws {
    let main = SourceFile(name: "club.yaml", text: Self.everything)
    let (loaded, mistakes) = DefinitionLoader().load(main)
    let definition = try #require(loaded, "\(mistakes.map(\.message))")
    func run(_ scenarios: String) throws -> MutationReport {
      let source = SourceFile(name: "club.scenarios.yaml", text: scenarios)
      let (file, diagnostics) = ScenarioFile.read(source) { _ in definition }
      let read = try #require(file, "\(diagnostics.map(\.message))\n\(scenarios)")
      #expect(read.scenarios.allSatisfy { ScenarioRunner(definition).run($0).passed })
      let run = MutationRun(main, parts: .none, scenarios: [read])
      return run.report((0..<run.count).map { run.trial($0) })
    }
    let before = try run(
      """
      workflow: club
      clock: '2026-03-10T09:00:00Z'
      scenarios:
      - id: seen
        given:
          M: {type: member, name: Ann}
          V: {type: visit, member: M}
        when: [{view: M}]
        then: {view: {badges: []}}

      """)
    let found = Set(before.unnoticed.map(\.sentence))
    #expect(Set(Self.slips).subtracting(found).sorted() == [])
    let after = try run(try #require(before.proposal))
    let left = Set((after.unnoticed + after.idle).map(\.sentence))
    #expect(left.intersection(Self.slips).sorted() == [])
  }
}
