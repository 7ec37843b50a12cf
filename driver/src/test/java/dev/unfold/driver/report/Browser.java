package dev.unfold.driver.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real browser without a window.
 *
 * @param program Chromium, by whatever name
 * @param profile a folder for its own files
 */
record Browser(Path program, Path profile) {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final int SECONDS = 60;

  /**
   * A page as it was after its scripts had run.
   *
   * @param dom as HTML
   * @param console what it logged, errors among it
   */
  record Seen(String dom, List<String> console) {}

  /** The one on the PATH. */
  static Optional<Browser> find(Path profile) {
    return NAMES.stream()
        .flatMap(
            name ->
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Browser(program, profile));
  }

  /** Opens a page in a window of a width; nothing is fetched from anywhere. */
  Seen open(Path page, int width, boolean dark) throws IOException, InterruptedException {
    Path log = Files.createTempFile(profile, "browser", ".log");
    Path dom = Files.createTempFile(profile, "browser", ".html");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + profile,
                "--window-size=" + width + ",900",
                "--enable-logging=stderr",
                "--virtual-time-budget=3000",
                "--dump-dom",
                page.toUri().toString()));
    if (dark) {
      command.add(1, "--blink-settings=preferredColorScheme=0");
    }
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(program + " did not end within " + SECONDS + " s");
    }
    List<String> console =
        Files.readString(log, StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> line.contains(":CONSOLE"))
            .toList();
    return new Seen(Files.readString(dom), console);
  }
}
