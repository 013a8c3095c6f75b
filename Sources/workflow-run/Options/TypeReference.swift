/// A record type as people write it: `service`, or `customer-account/service`.
struct TypeReference: Equatable {
  var workflow: String?
  var type: String

  init(_ text: String) throws(CommandFailure) {
    let path = text.split(separator: "/", omittingEmptySubsequences: false)
    guard path.count <= 2, path.allSatisfy({ !$0.isEmpty }), let type = path.last else {
      throw CommandFailure(
        .usage, "'\(text)' is no record type",
        hints: ["a type is written as its name, or workflow/type"])
    }
    workflow = path.count == 2 ? String(path[0]) : nil
    self.type = String(type)
  }
}
