/** Delivers messages to receivers by HTTPS: queues, attempts, and what to do after a failure. */
@NullMarked
package dev.gitopsbinding.notify.webhook;

import org.jspecify.annotations.NullMarked;
