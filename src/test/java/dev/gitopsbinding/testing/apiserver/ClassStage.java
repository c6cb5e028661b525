package dev.gitopsbinding.testing.apiserver;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What all tests of a class share: made from the JVM's one {@link ApiServer} before the first test,
 * closed after the last one. To be registered as a static field.
 */
public final class ClassStage<T extends AutoCloseable>
    implements BeforeAllCallback, AfterAllCallback {
  private final Function<ApiServer, T> start;
  private @Nullable T stage;

  private ClassStage(Function<ApiServer, T> start) {
    this.start = start;
  }

  /** A stage that is started by this function; the API server is another's to close. */
  public static <T extends AutoCloseable> ClassStage<T> of(Function<ApiServer, T> start) {
    return new ClassStage<>(start);
  }

  /**
   * The stage of the class whose tests run.
   *
   * @throws NullPointerException before the first test and after the last
   */
  public T get() {
    return Objects.requireNonNull(stage, "no test of this class runs");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    stage = start.apply(ApiServerExtension.apiServer());
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    T ended = stage;
    stage = null;
    try {
      if (ended != null) {
        ended.close();
      }
    } finally {
      ApiServerExtension.deleteBindings();
    }
  }
}
