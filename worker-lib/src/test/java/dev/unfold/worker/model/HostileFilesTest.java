package dev.unfold.worker.model;

import static dev.unfold.worker.model.SafetensorsFiles.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.sun.management.ThreadMXBean;
import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.network.LayerExamples;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.VocabularyFile;
import dev.unfold.worker.sequence.VocabularyFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests that damaged files are read or rejected, nothing else is thrown, and memory stays bounded.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFilesTest {
  private static final int TIMES = 10_000;
  private static final long MOST_BYTES_PER_READ = 2 << 20;
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private byte[] tensors;
  private byte[] config;
  private byte[] vocabulary;

  @BeforeEach
  void writeFiles() throws IOException {
    float[] vector = ramp(40);
    tensors =
        SafetensorsFiles.write(
            Map.of("format", "unfold", "step", "12"),
            List.of(
                TensorData.in(vector, 0, TensorSpec.of("embedding.weight", 5, 4)),
                TensorData.in(vector, 20, TensorSpec.of("w", 2, 3, 3)),
                TensorData.in(vector, 38, TensorSpec.of("b", 2))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelConfigFile.write(out, ModelConfigFileTest.CONFIG);
    config = out.toByteArray();
    out.reset();
    VocabularyFile.write(
        Vocabulary.of(List.of("the", "cat", "é", "\n", "\uD83D\uDE00", "a\\b"), true), out);
    vocabulary = out.toByteArray();
  }

  @Test
  void damagedSafetensorsFiles() throws IOException {
    new ParserFuzzer(tensors, config, "tiny", List.of(ModelFormatException.class))
        .run(TIMES / 2, SafetensorsFiles::readValues);
  }

  @Test
  void safetensorsFilesWithADamagedHeaderOfTheRightLength() throws IOException {
    int length = (int) ByteBuffer.wrap(tensors).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] header = Arrays.copyOfRange(tensors, Long.BYTES, Long.BYTES + length);
    byte[] values = Arrays.copyOfRange(tensors, Long.BYTES + length, tensors.length);
    new ParserFuzzer(header, config, "tiny", List.of(ModelFormatException.class))
        .run(
            TIMES / 2,
            damaged ->
                SafetensorsFiles.readValues(
                    ByteBuffer.allocate(Long.BYTES + damaged.length + values.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(damaged.length)
                        .put(damaged)
                        .put(values)
                        .array()));
  }

  @Test
  void damagedConfigurations() throws IOException {
    new ParserFuzzer(config, tensors, "config", List.of(ModelFormatException.class))
        .run(TIMES, file -> ModelConfigFile.read("config", new ByteArrayInputStream(file)));
  }

  @Test
  void damagedConfigurationsOfAllLayers() throws IOException {
    ModelConfig everyLayer =
        new ModelConfig(
            ModelConfig.CURRENT,
            LayerExamples.allInOneNetwork(),
            DataShape.forText(10),
            ModelConfigFileTest.CONFIG.preprocessing());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelConfigFile.write(out, everyLayer);
    new ParserFuzzer(out.toByteArray(), config, "config", List.of(ModelFormatException.class))
        .run(TIMES / 2, file -> ModelConfigFile.read("config", new ByteArrayInputStream(file)));
  }

  @Test
  void damagedVocabularies() throws IOException {
    new ParserFuzzer(vocabulary, config, "line ", List.of(VocabularyFormatException.class))
        .run(TIMES, file -> VocabularyFile.read(new ByteArrayInputStream(file)));
  }

  @Test
  void damagedJson() throws IOException {
    new ParserFuzzer(config, vocabulary, "json", List.of(ModelFormatException.class))
        .run(TIMES, file -> Json.read("json", new ByteArrayInputStream(file), OBJECT));
  }

  @Test
  void memoryFollowsTheStreamAndNotTheClaimedSize() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] file = SafetensorsFiles.file("{}");
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(SafetensorsHeader.MAX_BYTES);
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(
            () -> SafetensorsReader.open("tiny", new ByteArrayInputStream(file), Long.MAX_VALUE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("tiny: expected a header of 100000000 bytes, found 2 until the end");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES_PER_READ);
  }

  @Test
  void largeFilesTakeMemoryInProportion() {
    byte[] words =
        IntStream.range(0, 200_000)
            .mapToObj(i -> "w" + i + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);
    byte[] list = ("{\"a\":[" + "0,".repeat(1_000_000) + "0]}").getBytes(StandardCharsets.UTF_8);
    ParserFuzzer watch = new ParserFuzzer(words, list, "", List.of());
    byte[] large =
        ("<unk>\n" + new String(words, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    watch.refuses(
        f -> VocabularyFile.read(new ByteArrayInputStream(f)), large, "a large vocabulary");
    watch.refuses(f -> Json.read("json", new ByteArrayInputStream(f), OBJECT), list, "a long list");
  }
}
