package dev.unfold.driver.corpus.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.FileState;
import dev.unfold.driver.corpus.text.TextFixture;
import dev.unfold.worker.sequence.CorpusException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceReaderTest {
  private static final List<String> PIECES =
      List.of("a", "bc", "é", "中", "\uD83D\uDE00", "\n", "\r\n", "\r", "\uFEFF", "\0");
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir private Path directory;

  @Test
  void theTextDoesNotDependOnTheSizesOfReads() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      String text = randomText(random);
      SourceFile file = write("text.txt", text.getBytes(UTF_8));
      String expected = text.startsWith("\uFEFF") ? text.substring(1) : text;
      assertThat(read(file, 1 + random.nextInt(5))).isEqualTo(expected);
      assertThat(lines(file)).isEqualTo(linesOf(expected));
    }
  }

  @Test
  void sequencesAcrossTheEndsOfBuffersAreWhole() throws IOException {
    String text = "x" + "\uD83D\uDE00".repeat(700_000) + "中".repeat(10);
    assertThat(read(write("long.txt", text.getBytes(UTF_8)), 1000)).isEqualTo(text);
  }

  @Test
  void bytesAreRefusedThatStrictUtf8Refuses() throws IOException {
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = "aé中\uD83D\uDE00b".getBytes(UTF_8);
      bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt(256);
      SourceFile file = write("text.txt", bytes);
      String expected = strict(bytes);
      if (expected == null) {
        refused++;
        assertThatThrownBy(() -> read(file, 100))
            .isInstanceOf(CorpusException.class)
            .hasMessageStartingWith("invalid UTF-8 in " + file.path() + " at byte ");
      } else {
        assertThat(read(file, 100)).isEqualTo(expected);
      }
    }
    assertThat(refused).isBetween(1000, 1999);
  }

  private static String strict(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Test
  void everyStateOfAFileIsReadCompletelyOrRefused() throws IOException {
    for (FileState state : FileState.of("eins zwei\ndrei é\n")) {
      SourceFile file = write("text" + state.ending(), state.bytes());
      switch (state.outcome()) {
        case READ ->
            assertThat(lines(file)).as(state.name()).containsExactly("eins zwei", "drei é");
        case NOTHING -> assertThat(lines(file)).as(state.name()).isEmpty();
        case REFUSED ->
            assertThatThrownBy(() -> lines(file))
                .as(state.name())
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining(file.path());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "GZ", "bz2"})
  void membersAreReadCompletelyOrRefused(String ending) throws IOException {
    String name = "text." + ending;
    byte[] one = compressed(ending, "eins zwei\n");
    byte[] two = compressed(ending, "drei é\n");
    byte[] nothing = compressed(ending, "");
    assertThat(read(write(name, one), 3)).isEqualTo("eins zwei\n");
    assertThat(read(write(name, concat(one, nothing, two)), 3)).isEqualTo("eins zwei\ndrei é\n");
    assertThat(read(write(name, nothing), 3)).isEmpty();
    assertThat(read(write(name, compressed(ending, "\uFEFFx")), 3)).isEqualTo("x");
    byte[] damaged = concat(one, two);
    damaged[one.length] ^= 0x10;
    for (byte[] bad :
        List.of(
            Arrays.copyOf(one, one.length - 3),
            concat(one, Arrays.copyOf(two, two.length - 3)),
            concat(one, Arrays.copyOf(two, 2)),
            concat(one, "other bytes".getBytes(UTF_8)),
            damaged,
            "no compressed text".getBytes(UTF_8),
            new byte[0])) {
      SourceFile file = write(name, bad);
      assertThatThrownBy(() -> read(file, 100))
          .isInstanceOf(CorpusException.class)
          .hasMessageStartingWith("cannot decompress " + file.path() + ": truncated or damaged: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, fffe, UTF-16LE",
    "UTF-16BE, feff, UTF-16BE",
    "UTF-32LE, fffe0000, UTF-32LE",
    "UTF-32BE, 0000feff, UTF-32BE"
  })
  void marksOfOtherEncodingsAreRefused(String charset, String mark, String named)
      throws IOException {
    SourceFile unmarked = write("text.txt", "text".getBytes(Charset.forName(charset)));
    if (charset.startsWith("UTF-16")) {
      assertThatThrownBy(() -> read(unmarked, 100))
          .isInstanceOf(CorpusException.class)
          .hasMessage(
              "%s: expected text in UTF-8, found a zero in every other byte as in %s: convert it,"
                  + " as with iconv -f %s -t UTF-8",
              unmarked.path(), named, named);
    }
    byte[] marked = ("\uFEFF" + "text").getBytes(Charset.forName(charset));
    assertThat(HexFormat.of().formatHex(marked)).startsWith(mark);
    SourceFile file = write("text.txt", marked);
    assertThatThrownBy(() -> read(file, 100))
        .isInstanceOf(CorpusException.class)
        .hasMessage(
            "%s: expected text in UTF-8, found the byte order mark of %s: convert it,"
                + " as with iconv -f %s -t UTF-8",
            file.path(), named, named);
  }

  @Test
  void filesOfOtherTablesAreNamed() throws IOException {
    SourceFile parquet = write("text.csv", "PAR1\u0015\u0004".getBytes(UTF_8));
    assertThatThrownBy(() -> read(parquet, 100))
        .isInstanceOf(CorpusException.class)
        .hasMessageEndingWith(
            "found a file of Parquet: read it as such, with corpus.format = parquet or --format"
                + " parquet");
    SourceFile avro = write("text.csv", "Obj\u0001\u0004".getBytes(UTF_8));
    assertThatThrownBy(() -> read(avro, 100)).hasMessageContaining("found a file of Avro");
    assertThat(read(write("text.csv", "PAR1,Obj".getBytes(UTF_8)), 100)).startsWith("PAR1");
  }

  @Test
  void compressedFilesUnderOtherNamesAreRefused() throws IOException {
    SourceFile gzip = write("text.txt", TextFixture.gzip("text".getBytes(UTF_8)));
    assertThatThrownBy(() -> read(gzip, 100))
        .hasMessageEndingWith("found gzip data: give it a name that ends in .gz");
    SourceFile bzip2 = write("text.csv", compressed("bz2", "text"));
    assertThatThrownBy(() -> read(bzip2, 100))
        .hasMessageEndingWith("found bzip2 data: give it a name that ends in .bz2");
    assertThat(read(write("text.txt", "BZh91AY is no text of bzip2".getBytes(UTF_8)), 100))
        .startsWith("BZh91AY");
    for (String name : List.of("a.zip", "a.txt.xz", "a.zst", "a.tar.gz", "A.TGZ", "a.lz4")) {
      SourceFile file = write(name, "text".getBytes(UTF_8));
      assertThatThrownBy(() -> read(file, 100))
          .isInstanceOf(CorpusException.class)
          .hasMessageStartingWith(file.path() + ": expected a plain file or one compressed by");
    }
  }

  @Test
  void aFileThatChangedSinceItWasListedIsRefused() throws IOException {
    SourceFile file = write("text.txt", "text".getBytes(UTF_8));
    Files.writeString(directory.resolve("text.txt"), "text and more");
    assertThatThrownBy(() -> read(file, 100))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("changed while it was read");
    Files.delete(directory.resolve("text.txt"));
    assertThatThrownBy(() -> read(file, 100))
        .isInstanceOf(CorpusException.class)
        .hasMessage("cannot read " + file.path() + ": it does not exist");
  }

  @Test
  void linesAreNumbered() throws IOException {
    SourceFile file = write("text.txt", "one\r\n\ntwo\rthree".getBytes(UTF_8));
    try (SourceLines lines = new SourceLines(file, CONFIGURATION)) {
      List<String> read = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String line = lines.next();
        read.add(lines.number() + " " + line);
      }
      assertThat(read).containsExactly("1 one", "2 ", "3 two", "4 three", "4 null");
      assertThat(lines.place(4)).isEqualTo(file.path() + ", line 4");
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(12);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static byte[] compressed(String ending, String text) throws IOException {
    if (!ending.equals("bz2")) {
      return TextFixture.gzip(text.getBytes(UTF_8));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private SourceFile write(String name, byte[] bytes) throws IOException {
    Path path = Files.write(directory.resolve(name), bytes);
    return new SourceFile("file:" + path, bytes.length, Files.getLastModifiedTime(path).toMillis());
  }

  private static String read(SourceFile file, int count) throws IOException {
    try (SourceReader reader = new SourceReader(file, CONFIGURATION)) {
      StringBuilder text = new StringBuilder();
      char[] characters = new char[count];
      for (int got = reader.read(characters); got >= 0; got = reader.read(characters)) {
        text.append(characters, 0, got);
      }
      return text.toString();
    }
  }

  private static List<String> lines(SourceFile file) throws IOException {
    try (SourceLines lines = new SourceLines(file, CONFIGURATION)) {
      List<String> all = new ArrayList<>();
      for (String line = lines.next(); line != null; line = lines.next()) {
        all.add(line);
      }
      return all;
    }
  }

  private static List<String> linesOf(String text) {
    return new BufferedReader(new StringReader(text)).lines().toList();
  }
}
