/** The port for webhooks: who may send them, how many, and what they make the operator do. */
@NullMarked
package dev.gitopsbinding.http.hook;

import org.jspecify.annotations.NullMarked;
