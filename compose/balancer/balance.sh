#!/usr/bin/env bash
# Runs nginx before the edges named in $EDGES and keeps its list true: each second every edge is asked whether it is ready. One
# that drains, dies or comes back with another address leaves or joins the list, and nginx reloads; what is under way goes on.
set -euo pipefail
list=/tmp/edges.conf
conf=/etc/rios/nginx.conf
edge_port=8080

# Prints the edge's address if it is ready.
ready_address() {
  local address status
  read -r address _ < <(getent ahostsv4 "$1") || return 0
  status=$(timeout 2 bash -c "
    exec 3<>/dev/tcp/$address/$edge_port
    printf 'GET /health/ready HTTP/1.1\r\nHost: balancer\r\nConnection: close\r\n\r\n' >&3
    read -r -t 2 _ status _ <&3
    echo \"\$status\"" 2>/dev/null) || return 0
  [ "$status" != 200 ] || printf '%s\n' "$address"
}

# Prints the list for nginx; with no edge at all a server that refuses every connection stands in.
upstream() {
  local edge address none=yes
  echo 'upstream edges {'
  echo '  least_conn;'
  for edge in $EDGES; do
    address=$(ready_address "$edge")
    if [ -n "$address" ]; then
      none=no
      echo "  server $address:$edge_port max_fails=1 fail_timeout=2s; # $edge"
    fi
  done
  [ "$none" = no ] || echo '  server 127.0.0.1:1;'
  echo '  keepalive 64;'
  echo '}'
}

upstream >"$list"
nginx -c "$conf" -g 'daemon off;' &
nginx=$!

# Requests under way get 3 s to end; sockets would never, their clients connect again.
stop() {
  kill -QUIT "$nginx"
  for _ in 1 2 3 4 5 6; do
    kill -0 "$nginx" 2>/dev/null || exit 0
    sleep 0.5
  done
  kill -TERM "$nginx"
  wait "$nginx"
  exit 0
}
trap stop TERM INT QUIT

reloaded=yes
while kill -0 "$nginx" 2>/dev/null; do
  upstream >"$list.new"
  if [ "$reloaded" = no ] || ! cmp -s "$list.new" "$list"; then
    mv "$list.new" "$list"
    echo "edges: $(sed -n 's/.*# //p' "$list" | paste -sd' ')"
    if nginx -c "$conf" -s reload 2>&1; then reloaded=yes; else reloaded=no; fi
  fi
  sleep 1 &
  wait $! || true
done
wait "$nginx"
