import Workflow
import WorkflowEngine

/// What people see.
extension ExpectationCheck {
  func prompt(_ kind: Expectation.Kind) -> String? {
    guard let prompt = observation.prompt else { return "nothing is asked: \(outcomeWords)" }
    switch kind {
    case .promptText(let text):
      return text == prompt.text ? nil : "asked is \"\(prompt.text)\" instead of \"\(text)\""
    case .promptButtons(let buttons):
      return buttons == prompt.buttons
        ? nil : "the buttons are \(list(prompt.buttons)) instead of \(list(buttons))"
    case .promptInputs(let expected): return promptInputs(expected, prompt)
    default: return nil
    }
  }

  private func promptInputs(_ expected: [ExpectedField], _ prompt: Prompt) -> String? {
    var words: [String] = []
    for field in expected {
      guard let offered = prompt.inputs.first(where: { $0.name == field.name }) else {
        words.append("'\(field.name)' is not offered")
        continue
      }
      let found = Found.plain(offered.value)
      if !found.matches(field.value) {
        words.append(
          "\(field.name) is \(found.text(in: definition)) instead of \(field.value.text(in: definition))"
        )
      }
    }
    for offered in prompt.inputs where !expected.contains(where: { $0.name == offered.name }) {
      words.append("'\(offered.name)' is offered too")
    }
    return words.isEmpty ? nil : words.joined(separator: "; ")
  }

  func look(_ kind: Expectation.Kind) -> String? {
    switch kind {
    case .rows(let ids, let isOrdered): return rows(ids, isOrdered: isOrdered)
    case .listMenu(let label):
      return observation.rows == nil
        ? outcomeWords : some(label, observation.listMenu, "label in the rows' menus")
    default: break
    }
    guard let view = observation.view else { return "there is nothing to see: \(outcomeWords)" }
    let labels = view.menu.map(\.label)
    switch kind {
    case .badges(let badges): return inAnyOrder(badges, view.badges, "badges")
    case .rowColor(let color):
      return color == view.rowColor
        ? nil : "the row's colour is \(view.rowColor ?? "none") instead of \(color ?? "none")"
    case .menuHas(let label): return some(label, labels, "label in the menu")
    case .menuLacks(let label): return labels.contains(label) ? "the menu offers '\(label)'" : nil
    case .menuTabs(let tabs):
      return inAnyOrder(once(tabs), once(view.menu.flatMap(\.tabs)), "the menu's tabs")
    default: return nil
    }
  }

  private func once(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private func rows(_ ids: [String], isOrdered: Bool) -> String? {
    guard let rows = observation.rows else { return "there is no list: \(outcomeWords)" }
    if isOrdered { return ids == rows ? nil : "the rows are \(list(rows)) instead of \(list(ids))" }
    return inAnyOrder(ids, rows, "rows")
  }
}
