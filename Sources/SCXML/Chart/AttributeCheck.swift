import Diagnostics

/// Reports attributes that SCXML does not have in the place where they stand, and values that an
/// attribute cannot have.
struct AttributeCheck {
  let findings: Findings

  /// What each element may have (the recommendation, sections 3 to 6).
  private static let known: [String: [String]] = [
    "scxml": ["initial", "name", "version", "datamodel", "binding"],
    "state": ["id", "initial"], "parallel": ["id"], "final": ["id"], "history": ["id", "type"],
    "initial": [], "onentry": [], "onexit": [], "datamodel": [], "donedata": [],
    "transition": ["event", "cond", "target", "type"], "raise": ["event"], "if": ["cond"],
    "elseif": ["cond"], "else": [], "foreach": ["array", "item", "index"],
    "log": ["label", "expr"], "data": ["id", "src", "expr"], "assign": ["location", "expr"],
    "param": ["name", "expr", "location"], "content": ["expr"], "cancel": ["sendid", "sendidexpr"],
    "send": [
      "event", "eventexpr", "target", "targetexpr", "type", "typeexpr", "id", "idlocation", "delay",
      "delayexpr", "namelist",
    ],
  ]

  private static let values: [String: [String: [String]]] = [
    "transition": ["type": ["internal", "external"]], "history": ["type": ["shallow", "deep"]],
    "scxml": ["binding": ["early", "late"]],
  ]

  func run(_ element: XMLElement) {
    guard element.namespace == ChartReader.namespace else { return }
    if let known = AttributeCheck.known[element.name] {
      for attribute in element.attributes where attribute.namespace.isEmpty {
        check(attribute, of: element.name, known: known)
      }
    }
    for child in element.children { run(child) }
  }

  private func check(_ attribute: XMLAttribute, of element: String, known: [String]) {
    guard known.contains(attribute.name) else {
      let meant = suggestion(for: attribute.name, among: known).map { "did you mean '\($0)'?" }
      let name = ChartMistake.shortened(attribute.name)
      return findings.add(
        .noCounterpart(
          "the attribute '\(name)' of '\(element)'", because: "SCXML has none of that name",
          label: meant ?? "left out"), at: attribute.range)
    }
    guard let allowed = AttributeCheck.values[element]?[attribute.name],
      !allowed.contains(attribute.value)
    else { return }
    findings.add(
      .noCounterpart(
        "'\(attribute.name)=\"\(ChartMistake.shortened(attribute.value))\"'",
        because: "it is one of \(allowed.joined(separator: ", "))",
        label: "read as \(allowed[allowed.count == 2 && element == "transition" ? 1 : 0])"),
      at: attribute.range)
  }
}
