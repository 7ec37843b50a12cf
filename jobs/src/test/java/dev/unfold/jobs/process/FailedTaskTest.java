package dev.unfold.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that each error survives the way from a task over Spark to the exit code: its kind and its
 * message, without a stack trace unless it is a defect.
 */
class FailedTaskTest {
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[1]")
                .setAppName("FailedTaskTest")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.killOnFatalError.depth", "0"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /** Returns an error from each constructor of each classified exception of all modules. */
  static Stream<Arguments> classifiedErrors() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.unfold")
            .stream()
            .filter(type -> type.isAssignableTo(ClassifiedError.class))
            .filter(type -> !type.isInterface())
            .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(JavaClass::reflect)
            .flatMap(type -> Arrays.stream(type.getDeclaredConstructors()))
            .map(constructor -> Arguments.of(constructor.toString(), create(constructor)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("classifiedErrors")
  void aClassifiedErrorKeepsKindAndMessage(String constructor, Exception error) {
    ErrorKind kind = ((ClassifiedError) error).kind();

    Throwable failure = failureOfTask(error);

    assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining(error.getMessage());
    assertThat(ClassifiedError.kindOf(failure)).isEqualTo(kind);
    assertThat(kind).isNotEqualTo(ErrorKind.INTERNAL);
    StringWriter err = new StringWriter();
    assertThat(print(failure, err)).isEqualTo(ExitCode.of(kind));
    assertThat(err.toString().lines()).isNotEmpty().allMatch(line -> line.startsWith("unfold: "));
  }

  static Stream<Arguments> otherErrors() {
    return Stream.of(
        Arguments.of(new IOException("disk full"), ExitCode.FAILED, true),
        Arguments.of(new OutOfMemoryError("Java heap space"), ExitCode.OUT_OF_MEMORY, true),
        Arguments.of(new IllegalStateException("never"), ExitCode.FAILED, false),
        Arguments.of(new AssertionError("never"), ExitCode.FAILED, false));
  }

  @ParameterizedTest
  @MethodSource("otherErrors")
  void onlyADefectIsPrintedWithItsStackTrace(Throwable error, ExitCode code, boolean foreseen) {
    StringWriter err = new StringWriter();

    assertThat(print(failureOfTask(error), err)).isEqualTo(code);

    assertThat(err.toString().contains("\tat ")).isEqualTo(!foreseen);
    assertThat(err.toString()).contains(error.getMessage());
  }

  /** Returns the exception with which a job ends whose task throws an error. */
  private static Throwable failureOfTask(Throwable error) {
    return catchThrowable(
        () ->
            SparkJobs.run(
                spark,
                "job",
                () ->
                    SparkJobs.parts(spark, List.of(1))
                        .map(
                            part -> {
                              if (error instanceof Error fatal) {
                                throw fatal;
                              }
                              throw (Exception) error;
                            })
                        .collect()));
  }

  private static ExitCode print(Throwable failure, StringWriter err) {
    return new ErrorPrinter(() -> false).print(failure, new PrintWriter(err, true));
  }

  private static Object create(Constructor<?> constructor) {
    try {
      constructor.setAccessible(true);
      return constructor.newInstance(
          Arrays.stream(constructor.getParameterTypes()).map(FailedTaskTest::sample).toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot create an exception by " + constructor, e);
    }
  }

  private static Object sample(Class<?> type) {
    List<Object> samples =
        List.of("a reason", ErrorKind.STORAGE, new IOException("a cause"), List.of());
    if (type == boolean.class) {
      return false;
    } else if (type == long.class) {
      return 7L;
    } else if (type.isRecord()) {
      return record(type);
    }
    return samples.stream().filter(type::isInstance).findFirst().orElseThrow();
  }

  private static Object record(Class<?> type) {
    try {
      return create(
          type.getDeclaredConstructor(
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new)));
    } catch (NoSuchMethodException e) {
      throw new AssertionError("a record without its constructor: " + type, e);
    }
  }
}
