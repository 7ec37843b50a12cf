package dev.unfold.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The locale of a process has no effect, or the command is refused with the locale's name. */
class CommandLineLocaleTest {
  @Test
  void argumentsThatTheLocaleCannotExpressAreRefused() throws Exception {
    assertThat(run("C", "inspect", "mod\u00E8le"))
        .isEqualTo(
            "unfold: mod\uFFFD\uFFFDle: the locale, whose encoding is ANSI_X3.4-1968, cannot"
                + " express this: set LC_ALL to a locale of UTF-8, such as C.UTF-8\n[2]");
    assertThat(run("C.UTF-8", "inspect", "mod\u00E8le"))
        .contains("mod\u00E8le")
        .doesNotContain("locale");
  }

  private static String run(String locale, String... arguments)
      throws IOException, InterruptedException {
    String command =
        String.join(
            " ",
            "exec",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            "\"$CLASSES\"",
            Unfold.class.getName(),
            "$(printf",
            "'" + octal(String.join(" ", arguments)) + "')");
    ProcessBuilder process = new ProcessBuilder("bash", "-c", command);
    process.environment().put("LC_ALL", locale);
    process.environment().put("CLASSES", System.getProperty("java.class.path"));
    process.redirectErrorStream(true);
    Process running = process.start();
    String output = new String(running.getInputStream().readAllBytes(), UTF_8);
    return output + "[" + running.waitFor() + "]";
  }

  /** Returns the bytes that a UTF-8 terminal sends, regardless of the locale of this process. */
  private static String octal(String text) {
    StringBuilder octal = new StringBuilder();
    for (byte next : text.getBytes(UTF_8)) {
      octal.append(String.format("\\%03o", next & 0xFF));
    }
    return octal.toString();
  }
}
