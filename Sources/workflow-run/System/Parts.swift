import Diagnostics
import Glibc
import RecordFiles
import WorkflowLanguage

extension PartSource {
  /// The parts of a main file, from its folder.
  ///
  /// A link that leads out of the folder is not followed.
  static func beside(_ main: String) -> PartSource {
    let folder = main.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    let prefix = folder.isEmpty && !main.hasPrefix("/") ? "" : folder + "/"
    return PartSource { path in
      let name = prefix + path
      guard let root = realPath(prefix.isEmpty ? "." : prefix), let real = realPath(name) else {
        return .failure(Failure(reason: "there is no such file"))
      }
      guard real.hasPrefix(root == "/" ? root : root + "/") else {
        return .failure(Failure(reason: "it leads out of the folder of the main file"))
      }
      guard isFile(real) else { return .failure(Failure(reason: "it is no plain file")) }
      do throws(FileFailure) {
        return .success(
          SourceFile(name: name, bytes: try Files.bytes(of: name, limit: 16 << 20)))
      } catch {
        return .failure(Failure(reason: error.reason))
      }
    }
  }

  /// Reading a pipe or a device might never end.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The path without links; nil where there is no such file.
  private static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
