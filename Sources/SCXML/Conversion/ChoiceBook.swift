import Diagnostics

/// Fields for choices among many branches, which would stand too deep inside each other.
struct ChoiceBook {
  private(set) var fields: [String] = []
  private var index: [Int: Int] = [:]

  /// More branches than these are written one below the other.
  static let deepest = 5

  init(_ chart: Chart, fields names: inout Names) {
    var found: [Int] = []
    chart.forEachContent { content in
      if case .choose(let branches) = content, let key = ChoiceBook.key(of: branches) {
        found.append(key)
      }
    }
    for key in found where index[key] == nil {
      index[key] = fields.count
      fields.append(names.name(for: "choice_\(fields.count + 1)", otherwise: "choice"))
    }
  }

  /// The field of a choice; nil for one with few branches.
  func field(of branches: [ChartBranch]) -> String? {
    ChoiceBook.key(of: branches).flatMap { index[$0] }.map { fields[$0] }
  }

  private static func key(of branches: [ChartBranch]) -> Int? {
    branches.count > deepest ? branches[0].condition?.range.start : nil
  }
}
