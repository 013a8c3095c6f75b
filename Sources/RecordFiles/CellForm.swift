import CEL
import WorkflowEngine

/// How a table writes numbers and dates, where it is not as the language does.
package struct CellForm: Sendable {
  package enum DecimalSign: String, CaseIterable, Sendable { case point, comma }
  package enum DateOrder: String, CaseIterable, Sendable { case dmy, mdy, ymd }

  package var decimal = DecimalSign.point
  /// nil where only what cannot be mistaken is read.
  package var dates: DateOrder?
  /// Whether a ' stands before texts that a spreadsheet would take as a formula.
  package var isSpreadsheetSafe = false

  package init() {}

  /// What a cell cannot be read without.
  package enum Lack: Sendable { case decimalComma, dateOrder }

  struct Unclear: Error { let lack: Lack }

  /// The cell as the language writes a value of the type; unchanged where nothing is known.
  func plain(_ cell: String, as type: FieldType) throws(Unclear) -> String {
    switch type {
    case .plain(.boolean):
      let word = cell.lowercased()
      return word == "true" || word == "false" ? word : cell
    case .plain(.decimal), .plain(.integer): return try number(cell)
    case .plain(.date): return try date(cell)
    case .plain(.text), .reference:
      return isSpreadsheetSafe && cell.hasPrefix("'") ? String(cell.dropFirst()) : cell
    case .plain, .choice, .list, .links, .entries: return cell
    }
  }

  // MARK: Numbers

  private func number(_ cell: String) throws(Unclear) -> String {
    let hasComma = cell.utf8.contains(UInt8(ascii: ","))
    switch decimal {
    case .comma:
      guard hasComma || CellForm.isGrouped(cell, by: ".") else { return cell }
      let parts = cell.split(separator: ",", omittingEmptySubsequences: false)
      let whole = String(parts[0])
      guard parts.count <= 2, !whole.contains(".") || CellForm.isGrouped(whole, by: ".") else {
        return cell
      }
      return ([whole.filter { $0 != "." }] + parts.dropFirst().map(String.init))
        .joined(separator: ".")
    case .point:
      if !hasComma { return cell }
      let whole = String(cell.prefix { $0 != "." })
      // With both signs there is one way to read it alone.
      guard whole.count < cell.count, CellForm.isGrouped(whole, by: ",") else {
        if cell.contains(where: \.isLetter) { return cell }
        throw Unclear(lack: .decimalComma)
      }
      return cell.filter { $0 != "," }
    }
  }

  /// Whether digits stand in groups of three, as in 1,234,567.
  private static func isGrouped(_ text: String, by sign: Character) -> Bool {
    let digits = text.first == "-" ? text.dropFirst() : text[...]
    let groups = digits.split(separator: sign, omittingEmptySubsequences: false)
    return groups.count > 1 && (1...3).contains(groups[0].count)
      && groups.dropFirst().allSatisfy { $0.count == 3 }
      && groups.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  // MARK: Dates

  private func date(_ cell: String) throws(Unclear) -> String {
    for sign in ["/", ".", "-"] as [Character] {
      let parts = cell.split(separator: sign, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let numbers = parts.compactMap { Int($0) }
      guard numbers.count == 3 else { return cell }
      if parts[0].count == 4 { return CellForm.date(numbers[0], numbers[1], numbers[2]) ?? cell }
      guard parts[2].count == 4 else { return cell }
      switch dates {
      case .dmy: return CellForm.date(numbers[2], numbers[1], numbers[0]) ?? cell
      case .mdy: return CellForm.date(numbers[2], numbers[0], numbers[1]) ?? cell
      case .ymd: return cell
      case nil:
        // With points between them the day stands first wherever that is written.
        guard sign == "." else { throw Unclear(lack: .dateOrder) }
        return CellForm.date(numbers[2], numbers[1], numbers[0]) ?? cell
      }
    }
    return cell
  }

  private static func date(_ year: Int, _ month: Int, _ day: Int) -> String? {
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    let text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    return CivilDate(text: text) == nil ? nil : text
  }
}
