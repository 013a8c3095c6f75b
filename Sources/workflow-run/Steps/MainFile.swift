import Diagnostics
import WorkflowLanguage

/// The main file of a part: in the part's folder or one around it.
struct MainFile {
  let read: DefinitionFile
  /// The parts, the one that was looked from as it was given.
  let parts: PartSource

  /// Nil where no file with that workflow uses the part.
  init?(ofPart part: SourceFile, workflow: String) {
    guard let real = Files.realPath(part.name) else { return nil }
    var folder = MainFile.folder(of: part.name)
    for _ in 0..<MainFile.mostFolders {
      for name in (try? Workspace.files(in: folder.isEmpty ? "." : folder)) ?? [] {
        let name = folder.isEmpty && name.hasPrefix("./") ? String(name.dropFirst(2)) : name
        guard let bytes = try? Files.bytes(of: name) else { continue }
        let read = DefinitionFile(SourceFile(name: name, bytes: bytes))
        let beside = PartSource.beside(name)
        guard DefinitionLoader().outline(read).workflow == workflow,
          DefinitionLoader().partNames(of: read, parts: beside).contains(where: {
            Files.realPath($0) == real
          })
        else { continue }
        self.read = read
        parts = PartSource { path in
          beside.file(path).map { Files.realPath($0.name) == real ? part : $0 }
        }
        return
      }
      guard let outer = MainFile.outer(folder) else { return nil }
      folder = outer
    }
    return nil
  }

  /// How many folders are looked through, the part's own included.
  private static let mostFolders = 9

  /// `a/b/` of `a/b/c.yaml`; nothing of `c.yaml`.
  static func folder(of path: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    return slash.map { String(path[...$0]) } ?? ""
  }

  private static func outer(_ folder: String) -> String? {
    if folder == "/" { return nil }
    if folder.isEmpty || folder.hasSuffix("../") { return folder + "../" }
    return self.folder(of: String(folder.dropLast()))
  }
}
