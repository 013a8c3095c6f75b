import WorkflowEngine

@testable import WorkflowScenarios

/// Makes something wrong of an expectation that holds, in every way its parts allow.
enum Falsehood {
  static func versions(of kind: Expectation.Kind) -> [Expectation.Kind] {
    switch kind {
    case .outcome(let outcome):
      ExpectedOutcome.allCases.filter { $0 != outcome }.map { .outcome($0) }
    case .blockedBy(let names): lists(names).map { .blockedBy($0) }
    case .cannotDecide(let names): lists(names).map { .cannotDecide($0) }
    case .message(let text): [.message(text + "\u{1}")]
    case .unchanged(let flag): [.unchanged(!flag)]
    case .value(let key, let record, let member, let value):
      values(value).map { .value(key: key, record, member: member, $0) }
    case .created(let records):
      lists(records, surplus: noRecord).map { .created($0) }
        + changed(records, by: self.records).map { .created($0) }
    // What was not created is not among all that was.
    case .notCreated(let record): [.created([record])]
    case .deleted(let ids): lists(ids).map { .deleted($0) }
    case .erased(let ids): lists(ids).map { .erased($0) }
    case .emits(let messages):
      lists(messages, surplus: ExpectedMessage(name: "\u{1}", fields: [], text: "none")).map {
        .emits($0)
      }
        + changed(messages, by: self.messages).map { .emits($0) }
    case .emitsNo(let name): [.emits([ExpectedMessage(name: name, fields: [], text: name)])]
    case .warns(let name): [.warns(name + "\u{1}")]
    case .reminds(let name): [.reminds(name + "\u{1}")]
    case .warnsNothing: [.warns("\u{1}")]
    case .remindsNothing: [.reminds("\u{1}")]
    case .promptText(let text): [.promptText(text + " "), .promptText("")]
    case .promptButtons(let buttons): lists(buttons).map { .promptButtons($0) }
    case .promptInputs(let fields):
      lists(fields, surplus: ExpectedField(name: "\u{1}", value: .plain(.null))).map {
        .promptInputs($0)
      }
        + changed(fields, by: self.fields).map { .promptInputs($0) }
    case .done(let ids): lists(ids).map { .done($0) }
    case .notDone(let refusals):
      lists(refusals, surplus: ExpectedRefusal(record: "\u{1}", by: [])).map { .notDone($0) }
        + changed(refusals) { refusal in
          lists(refusal.by).map { ExpectedRefusal(record: refusal.record, by: $0) }
        }.map { .notDone($0) }
    case .count(let count): [.count(count + 1), .count(count - 1)]
    case .badges(let names): lists(names).map { .badges($0) }
    case .rowColor(let color): [.rowColor(color == nil ? "\u{1}" : nil)]
    case .menuHas(let label): [.menuHas(label + "\u{1}"), .menuLacks(label)]
    case .menuLacks(let label): [.menuHas(label)]
    case .menuTabs(let tabs): lists(tabs).map { .menuTabs($0) }
    case .rows(let ids, let isOrdered):
      lists(ids).map { .rows($0, isOrdered: isOrdered) }
        + (isOrdered && ids.count > 1 ? [.rows(ids.reversed(), isOrdered: true)] : [])
    case .listMenu(let label): [.listMenu(label + "\u{1}")]
    case .planned(let record, let member, let value):
      values(value).map { .planned(record, member: member, $0) }
    case .planDeletes(let ids): lists(ids).map { .planDeletes($0) }
    }
  }

  // MARK: Parts

  private static func lists(_ names: [String]) -> [[String]] { lists(names, surplus: "\u{1}") }

  /// One too many, and one too few.
  private static func lists<Element>(_ elements: [Element], surplus: Element) -> [[Element]] {
    [elements + [surplus]] + (elements.isEmpty ? [] : [Array(elements.dropFirst())])
  }

  /// The list with one element made wrong, for each element and each way.
  private static func changed<Element>(_ elements: [Element], by versions: (Element) -> [Element])
    -> [[Element]]
  {
    elements.indices.flatMap { index in
      versions(elements[index]).map { version in
        var copy = elements
        copy[index] = version
        return copy
      }
    }
  }

  private static func values(_ value: ExpectedValue) -> [ExpectedValue] {
    switch value {
    case .plain(let stored):
      [.plain(.text("\u{1}"))] + (stored == .null || stored == .list([]) ? [] : [.plain(.null)])
    case .records(let ids): lists(ids).map { .records($0) }
    case .entries(let entries):
      lists(entries, surplus: []).map { .entries($0) }
        + changed(entries) { changed($0, by: fields) }.map { .entries($0) }
    }
  }

  private static func fields(_ field: ExpectedField) -> [ExpectedField] {
    values(field.value).map { ExpectedField(name: field.name, value: $0) }
  }

  private static let noRecord = ExpectedRecord(fields: [], isImpossible: true, text: "none")

  private static func records(_ record: ExpectedRecord) -> [ExpectedRecord] {
    changed(record.fields, by: fields).map { fields in
      var copy = record
      copy.fields = fields
      return copy
    }
  }

  private static func messages(_ message: ExpectedMessage) -> [ExpectedMessage] {
    changed(message.fields) { [NamedValue($0.name, .text("\u{1}"))] }.map { fields in
      var copy = message
      copy.fields = fields
      return copy
    }
  }
}

extension Scenario {
  /// The scenario with one expectation made wrong, for each expectation and each way.
  var falsified: [(scenario: Scenario, wrong: Expectation)] {
    var result: [(Scenario, Expectation)] = []
    for index in expectations.indices {
      for wrong in expectations[index].falsified {
        var copy = self
        copy.expectations[index] = wrong
        result.append((copy, wrong))
      }
    }
    for step in steps.indices {
      for index in steps[step].expectations.indices {
        for wrong in steps[step].expectations[index].falsified {
          var copy = self
          copy.steps[step].expectations[index] = wrong
          result.append((copy, wrong))
        }
      }
    }
    return result
  }
}

extension Expectation {
  fileprivate var falsified: [Expectation] {
    Falsehood.versions(of: kind).map { Expectation(kind: $0, range: range) }
  }
}
