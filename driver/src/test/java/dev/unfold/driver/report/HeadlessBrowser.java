package dev.unfold.driver.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real browser without a window.
 *
 * @param program the executable of Chromium
 * @param profile the folder for its own files
 */
record HeadlessBrowser(Path program, Path profile) {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final int MINUTES = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Stores the messages of the frames in the dump of the page, encoded so that they are not HTML.
   */
  private static final String LISTENER =
      """
      <script>
      addEventListener("message", event => {
        const bytes = new TextEncoder().encode(event.data);
        const message = document.createElement("pre");
        message.textContent = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
        document.body.append(message);
      });
      </script>
      """;

  private static final Pattern MESSAGE = Pattern.compile("<pre>(.*?)</pre>");

  /**
   * A page in a frame, which may be narrower than the minimum window.
   *
   * @param width the width in CSS pixels, as on a phone or a screen
   */
  record Frame(Path page, int width) {
    private String html(int index) {
      return "<iframe name=\"%d\" src=\"%s\" width=\"%d\" height=\"900\"></iframe>"
          .formatted(index, page.toUri(), width);
    }
  }

  /**
   * The state of pages after their scripts ran.
   *
   * @param said the messages of the pages to their parent, in the order of the frames
   * @param console the console output, including errors
   */
  record Seen(List<JsonNode> said, List<String> console) {}

  /** Returns the browser on the PATH. */
  static Optional<HeadlessBrowser> find(Path profile) {
    return NAMES.stream()
        .flatMap(
            name ->
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new HeadlessBrowser(program, profile));
  }

  /** Opens pages without network access. */
  Seen open(boolean dark, Frame... frames) throws IOException, InterruptedException {
    StringBuilder around = new StringBuilder(LISTENER);
    for (int i = 0; i < frames.length; i++) {
      around.append(frames[i].html(i));
    }
    Path page = Files.writeString(Files.createTempFile(profile, "frames", ".html"), around);
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
                "--window-size=1300,1000",
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
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(program + " did not end within " + MINUTES + " minutes");
    }
    List<String> console =
        Files.readString(log, StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> line.contains(":CONSOLE"))
            .toList();
    return new Seen(said(Files.readString(dom)), console);
  }

  private static List<JsonNode> said(String dom) throws IOException {
    List<JsonNode> said = new ArrayList<>();
    Matcher match = MESSAGE.matcher(dom);
    while (match.find()) {
      said.add(JSON.readTree(Base64.getDecoder().decode(match.group(1))));
    }
    said.sort(Comparator.comparing(message -> message.get("frame").asText()));
    return said;
  }
}
