package dev.unfold.dl4j.master;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.listener.RoutingIterationListener;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Stores a report of every iteration in its router. */
final class ReportingListener extends BaseTrainingListener implements RoutingIterationListener {
  private static final long serialVersionUID = 1L;

  private transient StatsStorageRouter router;
  private String worker = "";

  /** Returns a report with the iteration as its time. */
  private record Report(String workerId, long iteration) implements Persistable {
    @Override
    public String getSessionID() {
      return "session";
    }

    @Override
    public String getTypeID() {
      return "report";
    }

    @Override
    public String getWorkerID() {
      return workerId;
    }

    @Override
    public long getTimeStamp() {
      return iteration;
    }

    @Override
    public int encodingLengthBytes() {
      return 0;
    }

    @Override
    public byte[] encode() {
      return new byte[0];
    }

    @Override
    public void encode(ByteBuffer buffer) {}

    @Override
    public void encode(OutputStream outputStream) {}

    @Override
    public void decode(byte[] decode) {}

    @Override
    public void decode(ByteBuffer buffer) {}

    @Override
    public void decode(InputStream inputStream) {}
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    router.putUpdate(new Report(worker, iteration));
  }

  @Override
  public void setStorageRouter(StatsStorageRouter router) {
    this.router = router;
  }

  @Override
  public StatsStorageRouter getStorageRouter() {
    return router;
  }

  @Override
  public void setWorkerID(String workerID) {
    worker = workerID;
  }

  @Override
  public String getWorkerID() {
    return worker;
  }

  @Override
  public void setSessionID(String sessionID) {
    throw new UnsupportedOperationException(sessionID);
  }

  @Override
  public String getSessionID() {
    return "session";
  }

  @Override
  public ReportingListener clone() {
    throw new UnsupportedOperationException();
  }
}
