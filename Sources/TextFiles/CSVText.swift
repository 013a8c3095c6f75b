/// Cells of CSV as they are written.
package enum CSVText {
  /// RFC 4180: quotes around a cell with a separator, a quote or a line break in it, quotes doubled;
  /// also around one with spaces at its ends, which a reader might take off.
  ///
  /// - Parameter separators: what stands between cells; all that a reader might take for it.
  package static func cell(_ text: String, separators: String = ",;\t") -> String {
    let needsQuotes =
      text.unicodeScalars.contains {
        "\"\n\r".unicodeScalars.contains($0) || separators.unicodeScalars.contains($0)
      } || text.hasPrefix(" ") || text.hasSuffix(" ")
    guard needsQuotes else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
