import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowAnalysis
import WorkflowEngine

/// What was found out about a definition's rules, for people and for programs.
struct VerificationScreen {
  let definition: WorkflowDefinition
  let report: VerificationReport
  let tint: Tint
  /// By rule: the file that its story was saved in.
  var saved: [String: String] = [:]

  private var commands: StoryLines {
    StoryLines(
      definition: definition, common: ["--workflow", definition.file],
      usualTime: nil)
  }

  // MARK: For people

  var text: String {
    var lines = [tint.strong("\(definition.name): \(counts)"), ""]
    for answer in report.invariants { lines += invariant(answer) }
    for answer in report.possibilities { lines += possibility(answer) }
    if report.invariants.isEmpty, report.possibilities.isEmpty {
      lines.append("  there is no rule to verify")
    }
    lines += findings
    if report.extent.situations > 0 { lines += ["", tint.faint("looked at: \(extent)")] }
    lines.append("")
    return lines.joined(separator: "\n")
  }

  private var counts: String {
    "\(counted(report.invariants.count, "invariant", "invariants")), "
      + counted(report.possibilities.count, "possibility", "possibilities")
  }

  private func invariant(_ answer: VerificationReport.Entry) -> [String] {
    switch answer.verdict {
    case .proved:
      return ["  \(tint.good("✓")) \(answer.name)   proved, for any number of records"]
    case .provedForSmallSets:
      return [
        "  \(tint.good("✓")) \(answer.name)   proved where sets have at most two members"
      ]
    case .unconfirmed: return unconfirmed(answer)
    case .holds, .unreached, .staysOpen, .trap:
      let sign = report.extent.isComplete ? tint.good("✓") : tint.bad("?")
      return ["  \(sign) \(answer.name)   \(holding)"] + withoutProof(answer)
    case .untried:
      return [
        "  \(tint.bad("?")) \(answer.name)   was not tried: nothing that it speaks of came to be in \(situations)   "
          + tint.faint(answer.place.description)
      ] + withoutProof(answer)
    case .story(let story):
      return [
        "  \(tint.bad("✗")) \(answer.name)   can be broken, in \(counted(story.steps.count, "step", "steps"))"
          + "   " + tint.faint(answer.place.description),
        "      \(answer.sentence.shownOnOneLine)",
      ] + told(story)
        + [
          "      only the rule itself refuses the last step: no guard does, and no effect mends it"
        ]
        + savedLine(answer)
    }
  }

  private func withoutProof(_ answer: VerificationReport.Entry) -> [String] {
    answer.openness.map { ["      not proved: \($0.text)"] } ?? []
  }

  private func possibility(_ answer: VerificationReport.Entry) -> [String] {
    switch answer.verdict {
    case .story(let story):
      let sign = answer.openness == nil ? tint.good("✓") : tint.bad("?")
      return [
        "  \(sign) \(answer.name)   is possible, in \(counted(story.steps.count, "step", "steps"))"
      ] + told(story)
        + (answer.openness.map { ["      whether it always is stays open: \($0.text)"] } ?? [])
    case .unconfirmed: return unconfirmed(answer)
    case .staysOpen:
      return [
        "  \(tint.good("✓")) \(answer.name)   stays possible from each situation that was looked at"
      ]
    case .trap(let story):
      return [
        "  \(tint.bad("✗")) \(answer.name)   is not possible any more, after \(counted(story.steps.count, "step", "steps"))   "
          + tint.faint(answer.place.description)
      ] + told(story)
    case .proved, .provedForSmallSets, .holds, .untried, .unreached:
      let sign = tint.bad("?")
      return [
        "  \(sign) \(answer.name)   is not reached in \(situations)   "
          + tint.faint(answer.place.description)
      ]
    }
  }

  private func unconfirmed(_ answer: VerificationReport.Entry) -> [String] {
    [
      "  \(tint.bad("?")) \(answer.name)   a story was found that does not end so when it is played again   "
        + tint.faint(answer.place.description)
    ]
  }

  private func told(_ story: Story) -> [String] {
    commands.commands(of: story).map { "        \($0.shownOnOneLine)" }
  }

  private func savedLine(_ answer: VerificationReport.Entry) -> [String] {
    saved[answer.name].map { ["      saved: \($0) (fails now, passes once it is mended)"] } ?? []
  }

  private var findings: [String] {
    guard report.extent.isComplete else { return [] }
    let states = report.unreachedStates.map {
      ("\($0.type.name).\($0.region.name): \($0.state.name)", $0.state.place)
    }
    let transitions = report.deadTransitions.map {
      ("\(definition.recordTypes[$0.recordType].name).\($0.event)", $0.place)
    }
    let guards = report.idleGuards.map {
      ("\($0.type.name).\($0.event): \($0.use.declared.name)", $0.use.place)
    }
    return list("states that nothing led to in what was looked at", states)
      + list("never happened in what was looked at", transitions)
      + list("guards that refused nothing in what was looked at", guards)
  }

  private func list(_ heading: String, _ found: [(String, SourcePlace)]) -> [String] {
    if found.isEmpty { return [] }
    return ["", "  \(heading):"]
      + found.map { "    \($0.0)   " + tint.faint($0.1.description.shownOnOneLine) }
  }

  private var situations: String {
    "\(report.extent.isComplete ? "any of the" : "the first") "
      + counted(report.extent.situations, "situation", "situations")
  }

  private var holding: String {
    report.extent.isComplete
      ? "holds in all \(counted(report.extent.situations, "situation", "situations"))"
      : "not broken in the first \(counted(report.extent.situations, "situation", "situations"))"
  }

  private var extent: String {
    let records = zip(definition.recordTypes, report.extent.counts).filter { $1 > 0 }
      .map { "\($1) \($0.name)" }
    var parts = ["up to \(records.joined(separator: ", "))"]
    let moments = report.extent.moments.map { LocalTime.text($0, definition.timeZone) }
    if moments.count > 1 { parts.append("at \(moments.joined(separator: ", "))") }
    parts.append(
      report.extent.isComplete
        ? counted(report.extent.situations, "situation", "situations") + ", all there are"
        : counted(report.extent.situations, "situation", "situations")
          + ", not all: the search was cut short")
    if report.extent.isCut { parts.append("more records could be made than that") }
    return parts.joined(separator: "; ")
  }

  // MARK: For programs

  var answer: VerifyAnswer.Verified {
    let extent = report.extent
    return VerifyAnswer.Verified(
      workflow: definition.name, file: definition.file,
      invariants: report.invariants.map(found), possibilities: report.possibilities.map(found),
      neverHappened: report.deadTransitions.map {
        VerifyAnswer.Dead(
          record: definition.recordTypes[$0.recordType].name, event: $0.event,
          place: $0.place.description)
      },
      statesNotReached: report.unreachedStates.map {
        "\($0.type.name).\($0.region.name): \($0.state.name)"
      },
      idleGuards: report.idleGuards.map {
        "\($0.type.name).\($0.event): \($0.use.declared.name)"
      },
      lookedAt: VerifyAnswer.Extent(
        situations: extent.situations, isComplete: extent.isComplete, isLimited: extent.isCut,
        records: .object(
          zip(definition.recordTypes, extent.counts).filter { $1 > 0 }
            .map { ($0.name, .integer($1)) }),
        moments: extent.moments.map { definition.text(of: .timestamp($0)) }))
  }

  private func found(_ entry: VerificationReport.Entry) -> VerifyAnswer.Found {
    var found = VerifyAnswer.Found(
      name: entry.name, place: entry.place.description, answer: .holds)
    switch entry.verdict {
    case .proved: found.answer = .proved
    case .provedForSmallSets: found.answer = .provedForSmallSets
    case .holds: found.answer = report.extent.isComplete ? .holds : .notBroken
    case .untried: found.answer = .notTried
    case .unreached: found.answer = .notReached
    case .unconfirmed: found.answer = .notConfirmed
    case .staysOpen: found.answer = .staysOpen
    case .trap(let story):
      found.answer = .trap
      found.story = commands.commands(of: story)
    case .story(let story):
      found.story = commands.commands(of: story)
      found.answer = entry.sentence.isEmpty ? .reached : .broken
      if found.answer == .broken { found.sentence = entry.sentence }
      found.saved = saved[entry.name]
    }
    switch found.answer {
    case .holds, .notBroken, .notTried, .reached: found.openness = entry.openness?.text
    case .proved, .provedForSmallSets, .broken, .notReached, .notConfirmed, .staysOpen, .trap:
      break
    }
    return found
  }
}
