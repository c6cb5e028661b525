/** Messages in the form of Slack's incoming webhooks. Pure. */
@NullMarked
package dev.gitopsbinding.notify.slack;

import org.jspecify.annotations.NullMarked;
