-- Questions to a lake, for Spark. In the folder that holds `lake`: spark-sql -f spark.sql
-- Each question begins with a line `-- question: NAME`.
SET TIME ZONE 'UTC';

CREATE TEMPORARY VIEW packets USING parquet OPTIONS (path 'lake/packets', pathGlobFilter '*.parquet', mergeSchema 'true');

CREATE TEMPORARY VIEW books USING parquet OPTIONS (path 'lake/books', pathGlobFilter '*.parquet', mergeSchema 'true');

-- question: top_talkers
-- Who sent most to whom, on all days and hosts?
SELECT host, source.ip AS source_ip, destination.ip AS destination_ip, sum(network.bytes) AS bytes, count(*) AS packets
FROM packets
WHERE source.ip IS NOT NULL
GROUP BY ALL
ORDER BY bytes DESC, host, source_ip, destination_ip
LIMIT 10;

-- question: dns_names
-- Which names were asked for, where, how often, and by how many clients?
SELECT host, dns.question.name AS name, count(*) AS questions, count(DISTINCT source.ip) AS clients
FROM packets
WHERE dns.type = 'query' AND dns.question.name IS NOT NULL
GROUP BY ALL
ORDER BY host, questions DESC, name;

-- question: scanners
-- Who began connections to a hundred ports or more of one host's network within a day, and how many were refused?
WITH attempts AS (
    SELECT date, host, source.ip AS scanner, destination.ip AS target, destination.port AS port
    FROM packets
    WHERE swiftcap.tcp.flags & 18 = 2 -- SYN without ACK
), refusals AS (
    SELECT date, host, destination.ip AS scanner, count(*) AS refused
    FROM packets
    WHERE swiftcap.tcp.flags & 4 <> 0 -- RST
    GROUP BY ALL
)
SELECT string(date) AS date, host, scanner, count(DISTINCT target, port) AS ports, coalesce(max(refused), 0) AS refused
FROM attempts LEFT JOIN refusals USING (date, host, scanner)
GROUP BY date, host, scanner
HAVING ports >= 100
ORDER BY ports DESC, date, host, scanner;

-- question: promiscuous
-- Who held an interface in promiscuous mode, where, from when until when? No end: it still did when the books were closed.
WITH marks AS (
    SELECT host, interface, kind, coalesce(command, device) AS holder, own, time AS since, record = 'left' AS is_end,
        lead(time) OVER (PARTITION BY host, interface, kind, inode, device ORDER BY time) AS until
    FROM books
    WHERE record IN ('joined', 'left') OR (record = 'holder' AND phase = 'before')
)
SELECT host, interface, kind, holder, own, since, until
FROM marks
WHERE NOT is_end
ORDER BY host, since, kind, holder;

-- question: foreign_frames
-- What did captures hear that was not meant for them, while their interface was promiscuous and while it was not?
WITH states AS (
    SELECT host, interface, flags_promisc, promiscuity, time AS since,
        coalesce(lead(time) OVER (PARTITION BY host, interface ORDER BY time), TIMESTAMP '9999-12-31') AS until
    FROM books
    WHERE record IN ('state', 'change')
), heard AS (
    SELECT host, observer.ingress.interface.name AS interface, time, source.mac AS sender, swiftcap.foreign_unicast AS is_foreign
    FROM packets
)
SELECT host, interface, flags_promisc, promiscuity, count(*) AS packets,
    count_if(is_foreign) AS foreign_frames, count(DISTINCT sender) FILTER (WHERE is_foreign) AS foreign_senders
FROM heard JOIN states USING (host, interface)
WHERE time >= since AND time < until
GROUP BY ALL
ORDER BY host, interface, flags_promisc, promiscuity;
