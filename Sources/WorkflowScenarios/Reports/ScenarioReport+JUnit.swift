import Diagnostics

extension ScenarioReport {
  /// The results as JUnit's XML: a suite for each file, a case for each scenario; ends with a line
  /// break.
  public var junit: String {
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuites tests=\"\(results.count)\" failures=\"\(failedCount)\">",
    ]
    for file in files {
      let failed = file.results.count { !$0.passed }
      lines.append(
        "  <testsuite name=\"\(escaped(file.name))\" tests=\"\(file.results.count)\" failures=\"\(failed)\">"
      )
      for result in file.results { lines += testCase(result, file: file.name) }
      lines.append("  </testsuite>")
    }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private func testCase(_ result: ScenarioResult, file: String) -> [String] {
    let name = escaped(result.name)
    let line = result.range.startPosition.line
    let head =
      "    <testcase name=\"\(name)\" classname=\"\(escaped(file))\" file=\"\(escaped(file))\" line=\"\(line)\""
    guard let first = result.failures.first else { return [head + "/>"] }
    return [
      head + ">",
      "      <failure message=\"\(escaped(first.message))\">\(escaped(result.text))</failure>",
      "    </testcase>",
    ]
  }

  /// Text as XML 1.0 may hold it, in an attribute or between tags.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case "\n": result += "&#10;"
      case "\r": result += "&#13;"
      case "\t": result += "&#9;"
      // XML 1.0, production 2: no other control character may stand in a document.
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
