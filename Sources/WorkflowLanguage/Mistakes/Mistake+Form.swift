import Diagnostics
import YAML

/// Mistakes about the form: keys, lists, mappings, names.
extension Mistake {
  static func emptyFile() -> Mistake {
    Mistake(.emptyFile, "the file holds no workflow", label: "begin with 'workflow: a-name'")
  }

  static func missingKey(_ key: String, in owner: String, help: String? = nil) -> Mistake {
    Mistake(.missingKey, "\(owner) needs '\(key)'", label: "add '\(key): …'", help: help)
  }

  static func unknownKey(_ key: String, in form: String, allowed: [String]) -> Mistake {
    let elsewhere = [
      "conditions": "guards", "actions": "effects", "message": "otherwise", "parameters": "inputs",
      "permissions": "roles", "name": "label", "description": "title", "initial": "states",
    ]
    let known = elsewhere[key].flatMap { allowed.contains($0) ? "did you mean \($0)?" : nil }
    return Mistake(
      .unknownKey, "there is no key '\(key)' in \(form)",
      label: didYouMean(key, in: allowed) ?? known,
      notes: [.init("\(form) may have: \(allowed.joined(separator: ", "))")])
  }

  static func misplacedKey(_ key: String, _ rule: String, label: String) -> Mistake {
    Mistake(.misplacedKey, "'\(key)' \(rule)", label: label)
  }

  static func wrongShape(_ node: Node, expected: String, example: String? = nil) -> Mistake {
    Mistake(
      .wrongShape, "\(expected) is expected here, not \(shape(of: node))",
      label: example.map { "write \($0)" })
  }

  static func wrongValue(_ text: String, of key: String, allowed: [String]) -> Mistake {
    Mistake(
      .wrongValue, "'\(key)' cannot be '\(text)'",
      label: didYouMean(text, in: allowed),
      notes: [.init("'\(key)' is one of \(allowed.joined(separator: ", "))")])
  }

  static func notAWholeNumber(_ key: String, _ text: String) -> Mistake {
    Mistake(
      .wrongValue, "'\(key)' is a whole number from 1, not '\(text)'", label: "write a number")
  }

  static func notTrueOrFalse(_ key: String, _ text: String) -> Mistake {
    let help = ["yes", "on"].contains(text) ? "write true" : "write true or false"
    return Mistake(.wrongValue, "'\(key)' is true or false, not '\(text)'", label: help)
  }

  static func wrongVersion(_ text: String) -> Mistake {
    Mistake(
      .wrongValue, "a version is a number or a short name, not '\(text)'", label: "write 1")
  }

  static func tooMany(_ things: String, limit: Int) -> Mistake {
    Mistake(.tooMany, "there may be at most \(limit) \(things)", label: "this one is too many")
  }

  static func invalidName(_ name: String, what: String) -> Mistake {
    let better = snakeCase(name)
    return Mistake(
      .invalidName, "'\(name)' cannot be the name of \(what)",
      label: better.isEmpty || better == name ? "give it another name" : "write \(better)",
      notes: [.init("names are lower-case letters, digits and '_', and begin with a letter")])
  }

  static func invalidWorkflowName(_ name: String) -> Mistake {
    Mistake(
      .invalidName, "'\(name)' cannot be the name of a workflow",
      label: "use letters, digits and hyphens")
  }

  static func reservedName(_ name: String, what: String, because: String) -> Mistake {
    Mistake(
      .reservedName, "'\(name)' cannot be the name of \(what): \(because)",
      label: "give it another name")
  }

  static func nameTaken(_ name: String, what: String, by first: SourceRange) -> Mistake {
    Mistake(
      .nameTaken, "'\(name)' has two meanings: \(what) and one more",
      label: "give one of them another name",
      notes: [.init("the other stands here", range: first)])
  }

  static func loopNameTaken(_ name: String, meaning: String) -> Mistake {
    Mistake(
      .nameTaken, "'\(name)' has two meanings here: the record looked at and \(meaning)",
      label: "add 'as: other' and write other for the record looked at")
  }

  static func sentenceBrace(_ brace: String, unclosed: Bool) -> Mistake {
    unclosed
      ? Mistake(
        .sentenceBrace, "a formula in a sentence begins here and is never closed",
        label: "add '}', or write '{{' for the brace itself")
      : Mistake(
        .sentenceBrace, "a '\(brace)' without its partner", label: "write '\(brace)\(brace)'")
  }

  static func emptyFormula() -> Mistake {
    Mistake(.sentenceBrace, "there is no formula between these braces", label: "write a formula")
  }

  /// The question behind the marked characters, where some name is close enough.
  static func didYouMean(_ name: String, in names: some Sequence<String>) -> String? {
    suggestion(for: name, among: names).map { "did you mean \($0)?" }
  }

  private static func shape(of node: Node) -> String {
    switch node.kind {
    case .scalar: node.isNull ? "nothing" : "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// A name as the rules want it: `endDate` and `End date` become `end_date`.
  private static func snakeCase(_ name: String) -> String {
    var result = ""
    var previousIsLower = false
    for scalar in name.unicodeScalars {
      switch scalar {
      case "A"..."Z":
        if previousIsLower { result += "_" }
        result += String(scalar).lowercased()
        previousIsLower = false
      case "a"..."z", "0"..."9":
        result.unicodeScalars.append(scalar)
        previousIsLower = true
      default:
        if !result.isEmpty, !result.hasSuffix("_") { result += "_" }
        previousIsLower = false
      }
    }
    while let first = result.first, first.isNumber || first == "_" { result.removeFirst() }
    while result.hasSuffix("_") { result.removeLast() }
    return result
  }
}
