import Foundation
import SwiftOperators
import SwiftParser
import SwiftSyntax

/// Lists the slips that could be planted into Swift files, a JSON object on each line.
///
/// Called by `scripts/mutate`, which chooses among them and plants them.
@main
enum Program {
  static func main() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for path in CommandLine.arguments.dropFirst() {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      for slip in slips(in: text, file: path) {
        print(String(decoding: try encoder.encode(slip), as: UTF8.self))
      }
    }
  }

  /// Every slip that could be planted into a file, by its place.
  static func slips(in text: String, file: String) -> [Slip] {
    let source = Parser.parse(source: text)
    // What the table of operators does not know stays as it is written, and gets no slips.
    let folded = OperatorTable.standardOperators.foldAll(source, errorHandler: { _ in })
    let finder = SlipFinder(file: file, root: folded)
    finder.walk(folded)
    return finder.slips.sorted { ($0.line, $0.kind.rawValue) < ($1.line, $1.kind.rawValue) }
  }
}
