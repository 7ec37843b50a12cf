package dev.unfold.driver.corpus.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.CorpusException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Option;
import scala.collection.immutable.Map$;

/** Tests the kinds of failed queries, and whether a retraining may try again. */
class QueryFailureTest {
  private static SparkException aborted(Throwable cause) {
    return new SparkException("Job aborted due to stage failure: Task 0 failed\nDriver", cause);
  }

  private static SparkException lost(String reason) {
    return aborted(new SparkException("ExecutorLostFailure (executor 2 exited) Reason: " + reason));
  }

  private static AnalysisException analysis(String message, Throwable cause) {
    return new AnalysisException(
        message,
        Option.empty(),
        Option.empty(),
        Option.apply(cause),
        Option.empty(),
        Map$.MODULE$.empty(),
        new QueryContext[0]);
  }

  static Stream<Arguments> ofJobs() {
    return Stream.of(
        Arguments.of(aborted(new RuntimeException("of a row")), ErrorKind.DATA),
        Arguments.of(
            aborted(new SparkException("a part", new ArithmeticException("of a row"))),
            ErrorKind.DATA),
        Arguments.of(analysis("a type that no file has", null), ErrorKind.DATA),
        Arguments.of(lost("worker lost"), ErrorKind.STORAGE),
        Arguments.of(new SparkException("Job 3 cancelled"), ErrorKind.STORAGE),
        Arguments.of(new IllegalStateException("a stopped SparkContext"), ErrorKind.STORAGE),
        Arguments.of(aborted(new IOException("no block")), ErrorKind.STORAGE),
        Arguments.of(aborted(new RuntimeException(new SQLException("refused"))), ErrorKind.STORAGE),
        Arguments.of(aborted(new TimeoutException("300 s")), ErrorKind.STORAGE),
        Arguments.of(aborted(new NoClassDefFoundError("a/Library")), ErrorKind.STORAGE),
        Arguments.of(lost("Command exited with code 52"), ErrorKind.RESOURCES),
        Arguments.of(aborted(new OutOfMemoryError("Java heap space")), ErrorKind.RESOURCES));
  }

  @ParameterizedTest
  @MethodSource("ofJobs")
  void onlyWhatARowCausedIsAnErrorOfTheData(Exception e, ErrorKind kind) {
    IOException failure = QueryFailure.ofRows("t", e);

    assertThat(ClassifiedError.kindOf(failure)).isEqualTo(kind);
    assertThat(failure).hasMessageStartingWith("cannot read t: ").hasMessageNotContaining("\n");
    assertThat(failure instanceof CorpusException).isEqualTo(kind == ErrorKind.DATA);
  }

  static Stream<Arguments> ofNames() {
    SQLException unknown = new SQLException("no table t", "42S02");
    SQLException refused = new SQLException("refused", "08001");
    return Stream.of(
        Arguments.of(analysis("no table t", null), true),
        Arguments.of(new IllegalArgumentException("no url"), true),
        Arguments.of(new ClassNotFoundException("nosuchformat"), true),
        Arguments.of(unknown, true),
        Arguments.of(new SQLException("password authentication failed", "28P01"), true),
        Arguments.of(new SQLException("no database lake", "3D000"), true),
        Arguments.of(new SQLException("No suitable driver", "08001"), true),
        Arguments.of(
            new SparkException("no catalog plugin", new ClassNotFoundException("a.Catalog")), true),
        Arguments.of(new InvocationTargetException(analysis("no table t", null)), true),
        Arguments.of(analysis("TTransportException: refused", new Exception("refused")), false),
        Arguments.of(analysis("of a catalog", new ConnectException("refused")), false),
        Arguments.of(refused, false),
        Arguments.of(new RuntimeException("the metastore does not answer"), false),
        Arguments.of(new IllegalArgumentException(new ConnectException("a host")), false));
  }

  @ParameterizedTest
  @MethodSource("ofNames")
  void aTableThatIsNotFoundNowIsNoErrorOfTheSettings(Exception e, boolean ofSettings) {
    IOException failure = QueryFailure.ofFinding("t", e);

    assertThat(QueryFailure.isOfSettings(e)).isEqualTo(ofSettings);
    assertThat(failure).isInstanceOf(ofSettings ? CorpusException.class : StorageException.class);
    assertThat(ClassifiedError.kindOf(failure))
        .isEqualTo(ofSettings ? ErrorKind.CONFIGURATION : ErrorKind.STORAGE);
  }

  @Test
  void aMessageOfOneWordIsShownWithItsException() {
    assertThat(QueryFailure.ofRows("t", aborted(new UnknownHostException("db"))))
        .hasMessage("cannot read t: UnknownHostException: db");
    assertThat(
            QueryFailure.ofFinding(
                "t", new SparkException("no catalog c", new ClassNotFoundException("a.Catalog"))))
        .hasMessage("cannot read t: no catalog c");
  }

  /** A file of a version that no longer exists is found in the causes. */
  @Test
  void theCauseIsKept() {
    FileNotFoundException gone = new FileNotFoundException("part-0");

    assertThat(QueryFailure.ofRows("t", aborted(gone))).hasRootCause(gone);
  }
}
