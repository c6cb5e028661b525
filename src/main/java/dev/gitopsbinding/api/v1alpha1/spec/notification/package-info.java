/** The block {@code spec.notifications}. */
@NullMarked
package dev.gitopsbinding.api.v1alpha1.spec.notification;

import org.jspecify.annotations.NullMarked;
