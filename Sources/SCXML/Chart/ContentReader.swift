import Diagnostics

/// Reads executable content.
struct ContentReader {
  let findings: Findings

  func read(_ elements: [XMLElement]) -> [ChartContent] {
    elements.compactMap { element in
      guard element.namespace == ChartReader.namespace else {
        findings.add(
          .noCounterpart(
            "the element '\(element.name)' of another namespace", because: "only SCXML's are read"),
          at: element.range)
        return nil
      }
      return read(element)
    }
  }

  private func read(_ element: XMLElement) -> ChartContent? {
    switch element.name {
    case "raise":
      guard let event = element.attribute("event") else { return missing("event", in: element) }
      return .raise(event: event.value, event.range)
    case "send": return .send(send(element))
    case "cancel": return cancel(element)
    case "if": return .choose(branches(element))
    case "assign": return assign(element)
    case "log":
      return .log(
        label: element.attribute("label")?.value, text: expression("expr", of: element),
        element.range)
    case "foreach": return loop(element)
    case "script":
      findings.add(
        .noCounterpart("'script'", because: "a workflow has no program code"), at: element.range)
      return nil
    default:
      findings.add(
        .noCounterpart(
          "'\(element.name)'", because: "SCXML has no such element in this place"),
        at: element.range)
      return nil
    }
  }

  private func missing(_ attribute: String, in element: XMLElement) -> ChartContent? {
    findings.add(.structure("'\(element.name)' needs '\(attribute)'"), at: element.range)
    return nil
  }

  private func expression(_ name: String, of element: XMLElement) -> ChartExpression? {
    element.attribute(name).map { ChartExpression(text: $0.value, range: $0.range) }
  }

  /// An attribute or the one that computes it.
  private func text(_ name: String, _ computed: String, of element: XMLElement) -> ChartText? {
    if let attribute = element.attribute(name) {
      return .constant(attribute.value, attribute.range)
    }
    return expression(computed, of: element).map { .computed($0) }
  }

  private func assign(_ element: XMLElement) -> ChartContent? {
    guard let location = expression("location", of: element) else {
      return missing("location", in: element)
    }
    var value = expression("expr", of: element)
    if value == nil {
      let text = element.children.first.map { "<\($0.name)>" } ?? element.text.trimmedSpace
      value = ChartExpression(text: text, range: element.range, isContent: true)
    }
    return .assign(location: location, value: value, element.range)
  }

  private func cancel(_ element: XMLElement) -> ChartContent? {
    guard let id = text("sendid", "sendidexpr", of: element) else {
      return missing("sendid", in: element)
    }
    return .cancel(ChartCancel(id: id, range: element.range))
  }

  private func loop(_ element: XMLElement) -> ChartContent? {
    guard let array = expression("array", of: element) else {
      return missing("array", in: element)
    }
    guard let item = expression("item", of: element) else { return missing("item", in: element) }
    return .loop(
      ChartLoop(
        array: array, item: item, index: expression("index", of: element),
        content: read(element.children), range: element.range))
  }

  /// An `if` is a flat list that `elseif` and `else` part.
  private func branches(_ element: XMLElement) -> [ChartBranch] {
    var branches: [ChartBranch] = []
    var condition =
      expression("cond", of: element) ?? ChartExpression(text: "", range: element.range)
    var isElse = false
    var inner: [XMLElement] = []
    for child in element.children {
      if child.name == "elseif" || child.name == "else" {
        branches.append(ChartBranch(condition: isElse ? nil : condition, content: read(inner)))
        inner = []
        if isElse {
          findings.add(.structure("nothing follows an 'else'"), at: child.range)
          return branches
        }
        isElse = child.name == "else"
        condition = expression("cond", of: child) ?? ChartExpression(text: "", range: child.range)
      } else {
        inner.append(child)
      }
    }
    branches.append(ChartBranch(condition: isElse ? nil : condition, content: read(inner)))
    return branches
  }

  private func send(_ element: XMLElement) -> ChartSend {
    var payload = self.payload(element)
    if let names = element.attribute("namelist") {
      for name in names.value.split(whereSeparator: \.isWhitespace).map(String.init) {
        payload.parameters.append(
          ChartParameter(name: name, value: ChartExpression(text: name, range: names.range)))
      }
    }
    return ChartSend(
      event: text("event", "eventexpr", of: element),
      target: text("target", "targetexpr", of: element),
      type: text("type", "typeexpr", of: element),
      delay: text("delay", "delayexpr", of: element), id: element.attribute("id")?.value,
      idLocation: expression("idlocation", of: element), payload: payload, range: element.range)
  }

  /// The values inside a `send` or a `donedata`.
  func payload(_ element: XMLElement) -> ChartPayload {
    var payload = ChartPayload()
    for child in element.children {
      switch child.name {
      case "param":
        let value = expression("expr", of: child) ?? expression("location", of: child)
        guard let name = child.attribute("name"), let value else {
          findings.add(.structure("'param' needs 'name' and 'expr'"), at: child.range)
          continue
        }
        payload.parameters.append(ChartParameter(name: name.value, value: value))
      case "content":
        if let computed = expression("expr", of: child) {
          payload.content = .computed(computed)
        } else if child.children.isEmpty {
          payload.content = .text(child.text.trimmedSpace, child.range)
        } else {
          findings.add(
            .noCounterpart("XML in 'content'", because: "events carry plain values"),
            at: child.range)
        }
      default:
        findings.add(
          .noCounterpart(
            "'\(child.name)' in '\(element.name)'", because: "SCXML has no such element here"),
          at: child.range)
      }
    }
    return payload
  }
}
