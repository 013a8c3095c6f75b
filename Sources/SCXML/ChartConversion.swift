public import Diagnostics

/// A state chart of SCXML, translated into the text of a workflow file.
public struct ChartConversion: Sendable {
  /// A name of the document and the one it has in the workflow.
  public struct Naming: Sendable, Hashable {
    public let document: String
    public let workflow: String
  }

  /// The workflow file.
  public let text: String
  /// The record type.
  public let recordType: String
  /// The event that creates a record.
  public let start: String
  /// The states with an id, in document order.
  public let states: [Naming]
  /// The events that the chart knows.
  public let events: [Naming]
  /// The event for any other name, where the chart handles all.
  public let anyOther: String?
  let book: EventBook
  let places: [Place]

  /// Where to see whether a state is active.
  struct Place: Sendable {
    /// Its id in the document, or its name here if it has none.
    let document: String
    let region: String
    let state: String
    let isAtomic: Bool
    /// Whether the chart ends in it.
    let isEnd: Bool
  }

  /// Translates a document.
  ///
  /// The conversion is nil exactly when there is an error among the diagnostics; warnings name what
  /// has no counterpart.
  public static func convert(
    _ file: SourceFile
  ) -> (conversion: ChartConversion?, diagnostics: [Diagnostic]) {
    let findings = Findings()
    let root: XMLElement
    switch XMLReader.read(file) {
    case .success(let element): root = element
    case .failure(let failure): return (nil, [failure.diagnostic])
    }
    var reader = ChartReader(file: file, findings: findings)
    guard let chart = reader.read(root), !findings.diagnostics.hasErrors else {
      return (nil, findings.diagnostics.sortedByPlace())
    }
    if let excess = ChartLimits.excess(of: chart) {
      findings.add(.tooLarge(excess), at: root.range)
      return (nil, findings.diagnostics.sortedByPlace())
    }
    let plan = ChartPlan(chart, baseName: baseName(of: file.name), findings: findings)
    let text = WorkflowWriter(plan: plan, findings: findings).text()
    DifferenceCheck(plan: plan, findings: findings).run()
    let diagnostics = findings.diagnostics.sortedByPlace()
    if diagnostics.hasErrors { return (nil, diagnostics) }
    return (ChartConversion(plan, text: text), diagnostics)
  }

  private init(_ plan: ChartPlan, text: String) {
    self.text = text
    recordType = plan.typeName
    start = plan.events.start
    book = plan.events
    places = plan.chart.states.indices.filter { !plan.chart.states[$0].isHistory }.map { index in
      let state = plan.chart.states[index]
      let name = plan.shape.stateNames[index]
      return Place(
        document: state.id.isEmpty ? name : state.id, region: plan.shape.region(of: index),
        state: name, isAtomic: state.children.isEmpty,
        isEnd: state.kind == .final && state.parent == nil)
    }
    anyOther = plan.events.anyOther
    states = zip(plan.chart.states, plan.shape.stateNames).filter { !$0.0.id.isEmpty }.map {
      Naming(document: $0.0.id, workflow: $0.1)
    }
    events = plan.events.known.map {
      Naming(document: $0, workflow: plan.events.names[$0] ?? "")
    }
  }

  /// The workflow's event for an event of the chart; nil if nothing would handle it.
  public func event(for name: String) -> String? { book.event(for: name) }

  /// `charts/Traffic-Light.scxml` is `Traffic-Light`.
  private static func baseName(of path: String) -> String {
    let name = path.split(separator: "/").last ?? "chart"
    return name.firstIndex(of: ".").map { String(name[..<$0]) } ?? String(name)
  }
}
