import Foundation
import Testing

/// Installs and packs the program that was built for the tests, as `make` does with the release.
@Suite("Installing and packing")
struct InstallTests {
  private let project = FileManager.default.currentDirectoryPath

  @Test("an installed program runs from its prefix, with completions, a page and its workflows")
  func install() throws {
    let place = try Workplace(workflow: nil)
    let answer = try place.shell(
      """
      set -e
      '\(project)/scripts/install' '\(Workplace.executable)' "$PWD/prefix"
      cd prefix
      bin/workflow-run --version
      bin/workflow-run check share/workflow-run/workflows/customer-account.yaml
      for shell in bash zsh fish; do grep -l -r simulate share | grep $shell; done
      bash -n share/bash-completion/completions/workflow-run
      test -s share/doc/workflow-run/licenses/GRDB.swift
      test -s share/doc/workflow-run/licenses/libyaml-dev
      """)
    #expect(answer.status == 0, "\(answer.output)\(answer.remarks)")
    try expectManual(at: "\(place.folder)/prefix/share/man/man1/workflow-run.1")

    let removal = try place.shell(
      "'\(project)/scripts/install' --remove \"$PWD/prefix\" && find prefix -type f")
    #expect(removal.status == 0 && removal.output.isEmpty, "\(removal.output)\(removal.remarks)")
  }

  /// The page names the version, and each command with every option that its help names.
  private func expectManual(at path: String) throws {
    let manual = try String(contentsOfFile: path, encoding: .utf8)
      .replacingOccurrences(of: "\\-", with: "-")
    let place = try Workplace(workflow: nil)
    let version = try place.run("--version").output.trimmingCharacters(in: .newlines)
    #expect(manual.contains("workflow-run \(version)"))
    let help = try place.run("--help").output
    let commands = help.matches(of: #/(?m)^  ([a-z][a-z-]*)  /#).map { String($0.1) }
      .filter { $0 != "help" }
    #expect(commands.count >= 20)
    for command in commands {
      #expect(manual.contains(".SS \(command)\n"), "\(command)")
      for option in try place.run(command, "--help").output.matches(of: #/(?m)^  (--[a-z-]+) /#) {
        #expect(manual.contains("\\fB\(option.1)\\fR"), "\(command) \(option.1)")
      }
    }
  }

  @Test("the tarball and the Debian package are whole, and what is in them runs")
  func pack() throws {
    let place = try Workplace(workflow: nil)
    let answer = try place.shell(
      """
      set -e
      export LEVEL=1
      '\(project)/scripts/dist' '\(Workplace.executable)' dist
      cd dist
      sha256sum --quiet --check SHA256SUMS
      tar -xzf workflow-run-*.tar.gz
      (cd workflow-run-*/ && sha256sum --quiet --check SHA256SUMS && test -s LICENSE && test -s README.md)
      workflow-run-*/bin/workflow-run --version
      dpkg-deb --field workflow-run_*.deb Package Version Recommends
      dpkg-deb --extract workflow-run_*.deb debian
      debian/usr/bin/workflow-run --version
      (cd debian && test -s usr/share/doc/workflow-run/copyright &&
        gzip --test usr/share/man/man1/workflow-run.1.gz &&
        test -s usr/share/zsh/vendor-completions/_workflow-run)
      """)
    #expect(answer.status == 0, "\(answer.output)\(answer.remarks)")
    let version = try place.run("--version").output
    #expect(answer.output.components(separatedBy: version).count == 4, "\(answer.output)")
    #expect(answer.output.contains("Recommends: tzdata"))
  }
}
