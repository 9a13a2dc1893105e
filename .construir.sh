# Lido por start.sh: o que o Maven escreve → o que quem espera quer saber: que módulo de quantos, o que se baixa, por que falhou.
# Em bash, e não em awk: o awk do Debian só olha o que recebe de 4 em 4 KB.
traduz_o_maven() {
  local linha inicio=$SECONDS kb=0 proximo=0 ditas=0
  while IFS= read -r linha; do
    case $linha in
      "[INFO] Building "*"]") passo "${linha##* } $(cut -d' ' -f3 <<<"$linha")" ;;
      "Downloaded from "*)
        if [[ $linha =~ \(([0-9.,]+)\ (k|M)?B ]]; then
          local numero=${BASH_REMATCH[1]%%[.,]*}
          case ${BASH_REMATCH[2]} in k) kb=$((kb + numero)) ;; M) kb=$((kb + numero * 1000)) ;; esac
        fi
        if ((kb >= proximo)); then
          passo "baixando dependências, só desta vez: $((kb / 1000)) MB"
          proximo=$((kb + 10000))
        fi
        ;;
      # O motivo de uma falha, sem a pilha nem os conselhos do Maven.
      "[ERROR] To see "* | "[ERROR] Re-run "* | "[ERROR] For more "* | "[ERROR] After "* | "[ERROR]   mvn "* | "[ERROR] [Help"* | "[ERROR] -> "*) ;;
      "[ERROR] "?*)
        if ((ditas++ < 12)); then
          linha=${linha#\[ERROR\] }
          echo "  ${linha% -> \[Help 1\]}"
        fi
        ;;
    esac
  done
}

passo() { printf '  %dm%02ds  %s\n' $(((SECONDS - inicio) / 60)) $(((SECONDS - inicio) % 60)) "$1"; }
