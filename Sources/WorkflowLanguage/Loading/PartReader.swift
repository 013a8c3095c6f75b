import Diagnostics
import WorkflowEngine
import YAML

/// Reads the files that a definition consists of, each once, in the order in which they are named.
///
/// A class, because a part may name further ones.
final class PartReader {
  private let report: Report
  private let source: PartSource
  private let workflow: String?
  private(set) var files: [SourceFile] = []
  private(set) var forms: [Form] = []
  private var known: Set<String> = []
  /// Whether a file is missing, so that what speaks of its names would be told in vain.
  private(set) var isIncomplete = false
  private var totalSize = 0

  static let maximumParts = 64
  static let maximumDepth = 8
  static let maximumSize = 16 << 20
  static let maximumPathBytes = 200

  init(report: Report, source: PartSource, workflow: String?) {
    self.report = report
    self.source = source
    self.workflow = workflow
  }

  /// - Parameter path: the files on the way here, the main one first, by the words that name them.
  func read(_ node: Node?, path: [String]) {
    for item in report.items(node, of: "uses") {
      guard let name = report.text(item, of: "uses") else { continue }
      if let rule = PartReader.problem(with: name) {
        fail(.partPath(name, rule), at: item.range)
      } else if path.contains(name) {
        fail(.partCircle(path + [name]), at: item.range)
      } else if known.insert(name).inserted {
        read(part: name, item, path: path)
      }
    }
  }

  private func read(part name: String, _ item: Node, path: [String]) {
    if known.count > PartReader.maximumParts {
      fail(.tooMany("parts of a workflow", limit: PartReader.maximumParts), at: item.range)
      return
    }
    if path.count > PartReader.maximumDepth {
      fail(.tooMany("parts inside each other", limit: PartReader.maximumDepth), at: item.range)
      return
    }
    switch source.file(name) {
    case .failure(let failure): fail(.unknownPart(name, failure.reason), at: item.range)
    case .success(let file):
      totalSize += file.bytes.count
      if totalSize > PartReader.maximumSize {
        fail(.tooMany("bytes in parts", limit: PartReader.maximumSize), at: item.range)
      } else {
        read(file, item, path: path + [name])
      }
    }
  }

  private func read(_ file: SourceFile, _ item: Node, path: [String]) {
    let (document, problems) = Document.parse(file)
    for problem in problems { report.add(problem) }
    guard let document else {
      isIncomplete = true
      return
    }
    guard let root = document.root, !root.isNull else {
      fail(.emptyFile(), at: file.range(0, 0))
      return
    }
    if root.isMapping, let key = root.entries.first(where: { $0.key.isText("workflow") })?.key {
      fail(.wholeAsPart(by: item.range), at: key.range)
      return
    }
    guard let form = Form(root, .part, report, example: "part_of: a-name") else { return }
    checkOwner(form, root)
    files.append(file)
    forms.append(form)
    read(form["uses"], path: path)
  }

  private func fail(_ mistake: Mistake, at range: SourceRange) {
    isIncomplete = true
    report.add(mistake, at: range)
  }

  private func checkOwner(_ form: Form, _ root: Node) {
    guard let owner = form["part_of"] else {
      let start = root.entries.first?.key.range ?? root.range
      if form.lacks("part_of") { report.add(.missingKey("part_of", in: "a part"), at: start) }
      return
    }
    guard let text = report.text(owner, of: "part_of"), let workflow, text != workflow else {
      return
    }
    report.add(.wrongValue(text, of: "part_of", allowed: [workflow]), at: owner.range)
  }

  /// Why a path cannot be a part's; nil where it can.
  static func problem(with path: String) -> String? {
    if let problem = problem(withWords: path, example: "parts/billing.yaml") { return problem }
    return path.hasSuffix(".yaml") || path.hasSuffix(".yml") ? nil : "a file called NAME.yaml"
  }

  /// Why a path cannot be one of a file beside or below the main file; nil where it can.
  static func problem(withWords path: String, example: String) -> String? {
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    if path.hasPrefix("/") || path.contains("\\") || path.contains(":") {
      return "a path within the folder of this file"
    }
    if names.contains("..") { return "a path that stays in the folder of this file" }
    let isPlain = path.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    if !isPlain || path.utf8.count > maximumPathBytes || names.contains("") || names.contains(".") {
      return "a plain path such as \(example)"
    }
    return nil
  }
}
