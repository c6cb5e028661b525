package dev.gitopsbinding.net.share;

import java.time.Instant;

/**
 * An answer of a host.
 *
 * @param askedAt when the request was sent, or a moment earlier; the answer is as new as this at
 *     least
 */
public record DatedAnswer<A>(A answer, Instant askedAt) {}
