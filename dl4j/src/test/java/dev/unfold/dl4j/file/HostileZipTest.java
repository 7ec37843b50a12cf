package dev.unfold.dl4j.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.model.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Untrusted zips are read or refused; nothing in them is deserialized. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileZipTest {
  private static final int TIMES = 2_000;
  private static final Configuration CONFIGURATION = new Configuration();
  private static final String JSON = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";
  private static final long TEN_GB = 10L << 30;

  @TempDir private Path directory;
  private Path file;
  private byte[] whole;

  @BeforeEach
  void save() throws IOException {
    file = directory.resolve("network.zip");
    SavedNetworks.save(SavedNetworks.network(SavedNetworks.stack(DataType.FLOAT)), file);
    whole = Files.readAllBytes(file);
  }

  @Test
  void damagedZips() throws IOException {
    attack(whole, ZipFixture.entries(whole).get(JSON), damaged -> damaged);
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, PARAMETERS})
  void damagedEntries(String name) throws IOException {
    Map<String, byte[]> entries = ZipFixture.entries(whole);
    attack(
        entries.get(name),
        whole,
        damaged -> {
          entries.put(name, damaged);
          return ZipFixture.zip(entries);
        });
  }

  private void attack(byte[] content, byte[] other, Rebuilding rebuilding) throws IOException {
    new ParserFuzzer(content, other, file.toString(), List.of(ModelFormatException.class))
        .run(
            TIMES,
            damaged -> {
              ParserFuzzer.replace(file, rebuilding.zip(damaged));
              Dl4jFileReader.read(file.toString(), CONFIGURATION);
            });
  }

  private interface Rebuilding {
    byte[] zip(byte[] damaged) throws IOException;
  }

  @Test
  void truncatedAnywhere() throws IOException {
    for (int length = 0; length < whole.length; length += 7) {
      ParserFuzzer.replace(file, Arrays.copyOf(whole, length));
      assertRefused("");
    }
  }

  @Test
  void anEntryOfTenGigabytes() throws IOException {
    for (String name : List.of(JSON, PARAMETERS, "updaterState.bin", "unfold/vocabulary.txt")) {
      ParserFuzzer.replace(file, bomb(name));
      assertThat(Files.size(file)).isLessThan(TEN_GB / 200);
      assertRefused(name.equals(PARAMETERS) ? "an array as ND4J" : "more");
    }
  }

  @Test
  void whatOthersLeaveIsNeverDeserialized() throws IOException {
    Map<String, byte[]> entries = ZipFixture.entries(whole);
    entries.put("preprocessor.bin", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 0x73});
    entries.put("../../outside", new byte[10]);
    ParserFuzzer.replace(file, ZipFixture.zip(entries));
    assertThat(Dl4jFileReader.read(file.toString(), CONFIGURATION).extras()).isEmpty();
  }

  @Test
  void extrasArePreserved() throws IOException {
    Map<String, byte[]> entries = ZipFixture.entries(whole);
    entries.put("unfold/vocabulary.txt", "a\n".getBytes(UTF_8));
    ParserFuzzer.replace(file, ZipFixture.zip(entries));
    assertThat(Dl4jFileReader.read(file.toString(), CONFIGURATION).extras())
        .containsOnlyKeys("vocabulary.txt")
        .containsEntry("vocabulary.txt", "a\n".getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "configuration.json, the first entry",
    "coefficients.bin, a zip with configuration.json and coefficients.bin"
  })
  void entriesThatAreMissing(String name, String why) throws IOException {
    Map<String, byte[]> entries = ZipFixture.entries(whole);
    entries.remove(name);
    ParserFuzzer.replace(file, ZipFixture.zip(entries));
    assertRefused(why);
  }

  @Test
  void parametersOfAnotherNetwork() throws IOException {
    Map<String, byte[]> entries = ZipFixture.entries(whole);
    String json = new String(entries.get(JSON), UTF_8);
    entries.put(JSON, json.replace("\"nin\" : 3", "\"nin\" : 30000").getBytes(UTF_8));
    ParserFuzzer.replace(file, ZipFixture.zip(entries));
    assertRefused("parameters, as the configuration has them, found 138");
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> Dl4jFileReader.read(file.toString(), CONFIGURATION))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("file:" + file)
        .hasMessageContaining(why);
  }

  /** Returns the zip with ten gigabytes of zeros as the content of an entry. */
  private byte[] bomb(String name) throws IOException {
    byte[] mebibytes = deflated(new byte[64 << 20]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!name.equals(JSON)) {
      byte[] before = ZipFixture.zip(Map.of(JSON, ZipFixture.entries(whole).get(JSON)));
      bytes.write(before, 0, directoryOf(before));
    }
    byte[] title = name.getBytes(UTF_8);
    bytes.write(
        ByteBuffer.allocate(30 + title.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x04034b50)
            .putShort((short) 20)
            .putShort((short) 8)
            .putShort((short) 8)
            .putShort(26, (short) title.length)
            .put(30, title)
            .array());
    for (long written = 0; written < TEN_GB; written += 64 << 20) {
      bytes.write(mebibytes);
    }
    byte[] end = ZipFixture.zip(Map.of("end", new byte[0]));
    bytes.write(end, directoryOf(end), end.length - directoryOf(end));
    return bytes.toByteArray();
  }

  /** Returns the start of the central directory. */
  private static int directoryOf(byte[] zip) {
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
  }

  /** A stream of whole bytes to which more bytes may be added. */
  private static byte[] deflated(byte[] zeros) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    deflater.setInput(zeros);
    byte[] bytes = new byte[zeros.length / 100];
    int count = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(bytes, count);
  }
}
